package chargerunner.issuance;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;

import chargerunner.sandbox.SandboxCharge;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The whole way of a billing key in a real browser, up to the night that charges it.
 */
class BrowserTests {

	private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");

	private static final int DESK = 1200;

	private static final int PHONE = 390;

	@TempDir
	private static Path directory;

	private static Served served;

	@BeforeAll
	static void start() throws Exception {
		if (Chromium.isHere()) {
			served = new Served(directory, Map.of());
		}
	}

	@AfterAll
	static void stop() {
		if (served != null) {
			served.close();
		}
	}

	@BeforeEach
	void needsABrowser() {
		assumeTrue(Chromium.isHere(), "There is no chromium with a chromedriver on the path");
	}

	private static String link(String customerUid) {
		return served.url() + "/issuances/" + served.link(Served.terms(customerUid));
	}

	private static String status(String customerUid) {
		return String.valueOf(served.sql()
			.queryForObject("SELECT status FROM issuance WHERE customer_uid = ?", String.class, customerUid));
	}

	@Test
	void goesFromTheLinkToTheNightThatChargesIt() throws Exception {
		Map<String, Object> terms = Served.terms("browser-1");
		terms.put("first_due_on", LocalDate.now(SEOUL).toString());
		terms.put("buyer_name", "홍길동");
		String link = served.url() + "/issuances/" + served.link(terms);
		try (Chromium browser = new Chromium("ko-KR", DESK)) {
			browser.open(link);
			assertThat(browser.text("h1")).isEqualTo("정기결제 신청");
			assertThat(browser.text("#name")).isEqualTo("정기구독");
			assertThat(browser.text("#amount")).isEqualTo("3,000원");
			assertThat(browser.text("#cadence")).isEqualTo("매월");
			assertThat(browser.text("#first")).contains("년", "월", "일");
			browser.picture("1-offer-ko");
			browser.click("#agree");
			assertThat(browser.text("h1")).contains("테스트 결제창");
			browser.picture("2-window");
			browser.click("button[value=approve]");
			assertThat(browser.text("main#issued h1")).isEqualTo("등록되었습니다");
			assertThat(browser.address()).contains("/issuances/complete?").contains("merchant_uid=is");
			browser.picture("3-issued-ko");
			browser.reload();
			assertThat(browser.text("main#issued h1")).isEqualTo("등록되었습니다");
			browser.open(link);
			assertThat(browser.text("main#issued h1")).isEqualTo("등록되었습니다");
			assertThat(browser.complaints()).isEmpty();
		}

		String night = served.run("charge", "--due");

		assertThat(night).contains("paid=1", "exit 0");
		assertThat(served.sandbox().charges()).filteredOn((charge) -> charge.customerUid().equals("browser-1"))
			.filteredOn((charge) -> charge.merchantUid().startsWith("c"))
			.singleElement()
			.satisfies((charge) -> assertThat(charge.amount()).isEqualTo(3000))
			.satisfies((charge) -> assertThat(charge.status()).isEqualTo(SandboxCharge.Status.PAID));
	}

	@Test
	void saysThatItWasDeclinedAndLetsTryAgain() throws Exception {
		try (Chromium browser = new Chromium("ko-KR", DESK)) {
			browser.open(link("browser-2"));
			browser.click("#agree");
			browser.click("button[value=decline]");
			assertThat(browser.text("main#failed h1")).isEqualTo("등록되지 않았습니다");
			assertThat(browser.text("#reason")).isNotBlank();
			browser.picture("4-declined-ko");
			assertThat(status("browser-2")).isEqualTo("open");
			browser.click("#again");
			browser.click("#agree");
			browser.click("button[value=approve]");
			assertThat(browser.text("main#issued h1")).isEqualTo("등록되었습니다");
			assertThat(browser.complaints()).isEmpty();
		}
		assertThat(status("browser-2")).isEqualTo("issued");
	}

	@Test
	void saysThatItWasCancelled() throws Exception {
		try (Chromium browser = new Chromium("en-US", DESK)) {
			browser.open(link("browser-3"));
			browser.click("#agree");
			browser.click("button[value=cancel]");
			assertThat(browser.text("main#failed h1")).isEqualTo("Not registered");
			browser.picture("5-cancelled-en");
			browser.back();
			assertThat(browser.text("h1")).isNotBlank();
		}
		assertThat(status("browser-3")).isEqualTo("open");
	}

	@Test
	void findsTheKeyOfWhoClosedTheWindow() throws Exception {
		try (Chromium browser = new Chromium("ko-KR", DESK)) {
			browser.open(link("browser-4"));
			browser.click("#agree");
			browser.click("button[value=close]");
			browser.picture("6-closed");
		}
		assertThat(status("browser-4")).isEqualTo("open");

		assertThat(served.run("resolve")).contains("exit 0");

		assertThat(status("browser-4")).isEqualTo("issued");
	}

	@Test
	void believesNoForgedRedirect() throws Exception {
		try (Chromium browser = new Chromium("ko-KR", DESK)) {
			browser.open(link("browser-5"));
			browser.click("#agree");
			browser.text("button[value=approve]");
			String number = served.sql()
				.queryForObject(
						"SELECT merchant_uid FROM issuance_attempt a JOIN issuance i ON i.issuance_id = a.issuance_id"
								+ " WHERE customer_uid = 'browser-5'",
						String.class);
			browser.open(served.url() + "/issuances/complete?imp_uid=imp_1&imp_success=true&merchant_uid=" + number);
			assertThat(browser.text("main#pending h1")).isEqualTo("아직 끝나지 않았습니다");
			browser.picture("7-pending-ko");
			browser.open(served.url() + "/issuances/complete?imp_success=true&merchant_uid=is_mine");
			assertThat(browser.text("main#unknown h1")).isEqualTo("열 수 없는 링크입니다");
			browser.picture("8-unknown-ko");
		}
		assertThat(status("browser-5")).isEqualTo("open");
	}

	@Test
	void showsAnErrorBeforeTheWindowAndTheButtonAgain() throws Exception {
		try (Chromium browser = new Chromium("ko-KR", DESK)) {
			browser.open(link("precheck-6"));
			browser.click("#agree");
			assertThat(browser.text("#trouble")).contains("결제창을 열지 못했습니다", "등록된 PG 설정 정보가 없습니다");
			browser.picture("9-trouble-ko");
			browser.click("#agree");
			assertThat(browser.text("#trouble")).contains("등록된 PG 설정 정보가 없습니다");
			assertThat(browser.complaints()).isEmpty();
		}
	}

	@Test
	void fitsAPhone() throws Exception {
		try (Chromium browser = new Chromium("ko-KR", PHONE)) {
			browser.open(link("browser-7"));
			assertThat(browser.text("#agree")).isEqualTo("동의하고 계속하기");
			assertThat(browser.overflow()).isLessThanOrEqualTo(0);
			browser.picture("10-offer-phone-ko");
			browser.click("#agree");
			browser.click("button[value=approve]");
			assertThat(browser.text("main#issued h1")).isEqualTo("등록되었습니다");
			assertThat(browser.overflow()).isLessThanOrEqualTo(0);
			browser.picture("11-issued-phone-ko");
		}
	}

	@Test
	void speaksEnglish() throws Exception {
		Map<String, Object> terms = Served.terms("browser-8");
		terms.put("first_due_on", LocalDate.now(SEOUL).plusDays(1).toString());
		terms.put("cadence", "quarter");
		try (Chromium browser = new Chromium("en-US", PHONE)) {
			browser.open(served.url() + "/issuances/" + served.link(terms));
			assertThat(browser.text("h1")).isEqualTo("Regular payment");
			assertThat(browser.text("#amount")).isEqualTo("₩3,000");
			assertThat(browser.text("#cadence")).isEqualTo("Every three months");
			browser.picture("12-offer-phone-en");
			browser.click("#agree");
			browser.click("button[value=slow]");
			assertThat(browser.text("main#pending h1")).isEqualTo("Not finished yet");
			browser.picture("13-pending-phone-en");
			browser.reload();
			assertThat(browser.text("main#issued h1")).isEqualTo("All set");
		}
	}

	@Test
	void saysThatALinkHasExpired() throws Exception {
		link("browser-9");
		String id = served.sql()
			.queryForObject("SELECT issuance_id FROM issuance WHERE customer_uid = 'browser-9'", String.class);
		String token = new IssueLinks(Served.SECRET, Clock.systemUTC()).token(String.valueOf(id),
				Instant.now().minusSeconds(1));
		try (Chromium browser = new Chromium("en-US", DESK)) {
			browser.open(served.url() + "/issuances/" + token);
			assertThat(browser.text("main#expired h1")).isEqualTo("This link has expired");
			browser.picture("14-expired-en");
			browser.open(served.url() + "/elsewhere");
			assertThat(browser.text("main#error h1")).isEqualTo("That did not work");
			browser.picture("15-error-en");
		}
	}

}
