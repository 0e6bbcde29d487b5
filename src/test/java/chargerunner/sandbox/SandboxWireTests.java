package chargerunner.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class SandboxWireTests {

	private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

	private final Sandbox sandbox = Sandbox
		.start(SandboxOptions.builder().drip(Duration.ofMillis(2)).slow(Duration.ofMinutes(5)).build());

	private final String token = Caller.signedIn(this.sandbox).token();

	@AfterEach
	void stop() {
		this.sandbox.close();
	}

	@Test
	void closesTheConnectionWithoutAByte() throws IOException {
		try (Socket socket = charging("lost-after-1")) {
			assertThat(socket.getInputStream().readAllBytes()).isEmpty();
		}
		assertThat(this.sandbox.paidWon()).isEqualTo(1000);
	}

	@Test
	void closesTheConnectionBeforeCharging() throws IOException {
		try (Socket socket = charging("lost-before-1")) {
			assertThat(socket.getInputStream().readAllBytes()).isEmpty();
		}
		assertThat(this.sandbox.charges()).isEmpty();
	}

	@Test
	void cutsTheBodyInTheMiddle() throws IOException {
		try (Socket socket = charging("truncated-1")) {
			String[] parts = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
				.split("\r\n\r\n", 2);

			assertThat(parts[0]).startsWith("HTTP/1.1 200");
			assertThat(parts[1]).startsWith("{\"code\":0").doesNotEndWith("}").hasSizeLessThan(length(parts[0]));
		}
	}

	@Test
	void dripsBeyondTheEndOfTheJson() throws IOException {
		try (Socket socket = charging("drip-1")) {
			socket.setSoTimeout(5000);
			StringBuilder read = new StringBuilder();
			InputStream in = socket.getInputStream();
			while (read.indexOf("}}   ") < 0 && read.indexOf("} ") < 0) {
				read.append((char) in.read());
			}

			assertThat(read).contains("HTTP/1.1 200").contains("\"status\":\"paid\"");
			assertThat(length(read.toString())).isLessThan(1 << 20).isGreaterThan(100_000);
		}
	}

	@Test
	void sendsMoreThanOneMebibyte() throws IOException {
		try (Socket socket = charging("huge-1")) {
			socket.shutdownOutput();
			byte[] answer = socket.getInputStream().readAllBytes();

			assertThat(answer.length).isGreaterThan(1 << 20);
			assertThat(new String(answer, StandardCharsets.US_ASCII)).endsWith("x\"}");
		}
	}

	@Test
	void writesSortedKeysAndEscapedKorean() throws IOException {
		try (Socket socket = charging("soft-1")) {
			String answer = readOne(socket);

			assertThat(answer).contains("Content-type: application/json;charset=UTF-8");
			assertThat(answer).contains("\\uC794\\uC561\\uBD80\\uC871").doesNotContain("잔액");
			assertThat(answer).containsSubsequence("\"code\":", "\"message\":", "\"response\":", "\"amount\":",
					"\"cancel_history\":[]", "\"card_type\":null", "\"customer_uid\":",
					"\"customer_uid_usage\":\"payment\"", "\"paid_at\":0", "\"risk_grade\":", "\"status\":\"failed\"");
		}
	}

	@Test
	void keepsTheConnectionAndAnswersFast() throws IOException {
		try (Socket socket = charging("plain")) {
			readOne(socket);
			long begin = System.nanoTime();
			for (int i = 0; i < 100; i++) {
				socket.getOutputStream().write(request("fast" + i, "plain"));
				assertThat(readOne(socket)).contains("\"status\":\"paid\"");
			}

			// 100 waits for a delayed acknowledgement would take 4 s.
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
		}
	}

	@Test
	void chargesThoughTheClientHasGone() throws Exception {
		this.sandbox.hold();
		charging("plain").close();
		assertThat(this.sandbox.awaitPostsOfAgain(1, Duration.ofSeconds(10))).isTrue();
		this.sandbox.release();

		Caller caller = Caller.signedIn(this.sandbox);
		long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
		while (this.sandbox.charges().isEmpty() && System.nanoTime() < end) {
			caller.get("/payments/find/n1");
		}
		assertThat(this.sandbox.paidWon()).isEqualTo(1000);
	}

	@Test
	void breaksSlowChargesOffWhenClosed() throws Exception {
		try (Socket socket = charging("slow-1")) {
			assertThat(this.sandbox.awaitPostsOfAgain(1, Duration.ofSeconds(10))).isTrue();
			this.sandbox.close();

			assertThat(socket.getInputStream().read()).isEqualTo(-1);
		}
		assertThat(this.sandbox.charges()).isEmpty();
	}

	private Socket charging(String customerUid) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.sandbox.port());
		socket.setTcpNoDelay(true);
		socket.getOutputStream().write(request("n1", customerUid));
		return socket;
	}

	private byte[] request(String merchantUid, String customerUid) {
		String body = """
				{"merchant_uid":"%s","customer_uid":"%s","amount":1000,"name":"x"}""".formatted(merchantUid,
				customerUid);
		return ("POST /subscribe/payments/again HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + this.token
				+ "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
			.getBytes(StandardCharsets.US_ASCII);
	}

	private static String readOne(Socket socket) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		InputStream in = socket.getInputStream();
		while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
			head.write(in.read());
		}
		String headers = head.toString(StandardCharsets.US_ASCII);
		return headers + new String(in.readNBytes(length(headers)), StandardCharsets.US_ASCII);
	}

	private static int length(String headers) {
		Matcher matcher = LENGTH.matcher(headers);
		assertThat(matcher.find()).isTrue();
		return Integer.parseInt(matcher.group(1));
	}

}
