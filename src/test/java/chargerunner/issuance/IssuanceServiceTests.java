package chargerunner.issuance;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import chargerunner.charge.Cadence;
import chargerunner.gateway.PortOneGateway;
import chargerunner.gateway.PortOneSettings;
import chargerunner.issuance.Standing.Kind;
import chargerunner.sandbox.Sandbox;
import chargerunner.sandbox.SandboxCharge;
import chargerunner.sandbox.SandboxOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class IssuanceServiceTests {

	private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");

	private static final Instant NOW = Instant.parse("2026-11-23T01:00:00Z");

	private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());

	private final PortOneGateway gateway = new PortOneGateway(new PortOneSettings(this.sandbox.baseUrl().toString(),
			"k", "s", Duration.ofSeconds(5), Duration.ofSeconds(5), false), 4);

	private final List<String> firstCharges = new ArrayList<>();

	private IssuanceDatabase database;

	@BeforeEach
	void open() {
		this.database = new IssuanceDatabase(chargerunner.mysql.TestDatabase.H2);
	}

	@AfterEach
	void close() {
		this.database.close();
		this.gateway.close();
		this.sandbox.close();
	}

	@ParameterizedTest
	@CsvSource({ "approve, ISSUED", "decline, FAILED", "cancel, FAILED", "slow, PENDING", "close, ISSUED" })
	void tellsHowAWindowEnded(String choice, Kind kind) {
		IssuanceService service = service(NOW, "chai");
		IssueWindow window = service.open(service.create(agreement(FirstCharge.NIGHTLY)).token()).orElseThrow();

		choose(window, choice);

		assertThat(service.settle(window.merchantUid()).kind()).isEqualTo(kind);
		assertThat(service.settle(window.merchantUid()).kind()).as("what is slow is paid at the second look")
			.isEqualTo((kind == Kind.PENDING) ? Kind.ISSUED : kind);
		assertThat(this.database.count("billing_key")).isEqualTo(kind == Kind.FAILED ? 0 : 1);
		assertThat(this.database.count("subscription")).isEqualTo(kind == Kind.FAILED ? 0 : 1);
	}

	@Test
	void knowsNoNumberThatItDidNotOpen() {
		IssuanceService service = service(NOW, "chai");

		assertThat(service.settle("is1").kind()).isEqualTo(Kind.UNKNOWN);
		assertThat(service.settle("").kind()).isEqualTo(Kind.UNKNOWN);
		assertThat(this.sandbox.requests()).isZero();
	}

	@Test
	void leavesOpenWhatNobodyChose() {
		IssuanceService service = service(NOW, "chai");
		String token = service.create(agreement(FirstCharge.NIGHTLY)).token();
		IssueWindow first = service.open(token).orElseThrow();
		IssueWindow second = service.open(token).orElseThrow();

		assertThat(first.merchantUid()).isNotEqualTo(second.merchantUid()).matches("is[a-z2-7]{26}");
		assertThat(service.settle(first.merchantUid()).kind()).isEqualTo(Kind.PENDING);
	}

	@Test
	void givesAPendingWindowUpAfterAWeek() {
		IssuanceService service = service(NOW, "chai");
		IssueWindow window = service.open(service.create(agreement(FirstCharge.NIGHTLY)).token()).orElseThrow();

		service(NOW.plus(Duration.ofDays(8)), "chai").settlePending(() -> true);

		assertThat(this.database.issuances().pending(null, 9)).isEmpty();
		choose(window, "approve");
		assertThat(service.settle(window.merchantUid()).kind()).as("late truth counts").isEqualTo(Kind.ISSUED);
	}

	@Test
	void findsWhatNobodyCameBackFrom() {
		IssuanceService service = service(NOW, "chai");
		IssueWindow closed = service.open(service.create(agreement(FirstCharge.NIGHTLY)).token()).orElseThrow();
		service.open(service.create(agreement(FirstCharge.NIGHTLY)).token()).orElseThrow();
		choose(closed, "close");

		assertThat(service.settlePending(() -> true)).isOne();
		assertThat(service.settlePending(() -> true)).isZero();
	}

	@Test
	void opensNothingOnceTheLinkIsUsedOrExpired() {
		IssuanceService service = service(NOW, "chai");
		String token = service.create(agreement(FirstCharge.NIGHTLY)).token();
		IssueWindow window = service.open(token).orElseThrow();
		choose(window, "approve");
		service.settle(window.merchantUid());

		assertThat(service.open(token)).isEmpty();
		assertThat(service(NOW.plus(Duration.ofDays(7)), "chai")
			.open(service.create(agreement(FirstCharge.NIGHTLY)).token())).isEmpty();
		assertThat(service.open(token + "AAAA")).isEmpty();
		assertThat(service.find(service.read(token)).orElseThrow().status()).isEqualTo(Issuance.Status.ISSUED);
	}

	@Test
	void believesNoRecordOfAnotherCustomer() {
		IssuanceService service = service(NOW, "chai");
		IssueWindow window = service.open(service.create(agreement(FirstCharge.NIGHTLY)).token()).orElseThrow();
		this.sandbox.add(new SandboxCharge("imp_9", window.merchantUid(), "somebody", 3000, "KRW",
				SandboxCharge.Status.PAID, null));

		assertThat(service.settle(window.merchantUid()).kind()).isEqualTo(Kind.MISMATCH);
		assertThat(this.database.count("billing_key")).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "chai, 3000", "chai.key, 3000", "kakaopay, 0", "kakaopay.TCSUBSCRIP, 0", "danal_tpay, 0" })
	void showsNoAmountWhereTheWindowWouldChargeIt(String pg, long amount) {
		IssuanceService service = service(NOW, pg);

		assertThat(service.open(service.create(agreement(FirstCharge.NIGHTLY)).token()).orElseThrow().amount())
			.isEqualTo(amount);
	}

	@ParameterizedTest
	@CsvSource({ "NOW, 2026-11-23, 1", "NIGHTLY, 2026-11-23, 0", "NOW, 2026-11-24, 0" })
	void asksForTheFirstChargeOnTheDayItIsDue(FirstCharge firstCharge, LocalDate due, int asked) {
		IssuanceService service = service(NOW, "chai");
		IssueWindow window = service
			.open(service
				.create(new Agreement("gildong", "S-1", "정기구독", 3000, Cadence.MONTH, due, firstCharge, Buyer.UNKNOWN))
				.token())
			.orElseThrow();
		choose(window, "approve");

		service.settle(window.merchantUid());
		service.settle(window.merchantUid());

		assertThat(this.firstCharges).hasSize(asked).allMatch("S-1"::equals);
	}

	private IssuanceService service(Instant now, String pg) {
		Clock clock = Clock.fixed(now, SEOUL);
		return new IssuanceService(this.database.issuances(), () -> new IssueLinks("0123456789".repeat(4), clock),
				() -> this.gateway, new IssuanceService.Rules(pg, Duration.ofDays(7), true), clock,
				new Random(now.getEpochSecond()), this.firstCharges::add);
	}

	private static Agreement agreement(FirstCharge firstCharge) {
		return new Agreement("gildong", "S-1", "정기구독", 3000, Cadence.MONTH, LocalDate.of(2026, 11, 30), firstCharge,
				Buyer.UNKNOWN);
	}

	private void choose(IssueWindow window, String choice) {
		Agreement agreement = window.issuance().agreement();
		String form = "merchant_uid=" + window.merchantUid() + "&amount=" + window.amount() + "&customer_uid="
				+ URLEncoder.encode(agreement.customerUid(), StandardCharsets.UTF_8) + "&pg=chai&name=x&choice="
				+ choice + "&m_redirect_url=http%3A%2F%2F127.0.0.1%3A1%2F";
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.sandbox.baseUrl() + "/_window"))
			.POST(BodyPublishers.ofString(form))
			.build();
		try {
			assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode()).isIn(200, 303);
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
