package chargerunner.issuance;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import chargerunner.ChargeRunner;
import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.Sandbox;
import chargerunner.sandbox.SandboxOptions;
import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The real {@code serve}, in a process of its own, on MySQL and a sandbox.
 */
final class Served implements AutoCloseable {

	static final String SECRET = "test-secret-0123456789-0123456789";

	static final String PASSWORD = "a-password-of-a-test";

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	/** Without the tests' own settings of the log. */
	private static final String CLASS_PATH = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
		.filter((part) -> !part.endsWith("test-classes"))
		.collect(Collectors.joining(File.pathSeparator));

	private static final Pattern CSRF = Pattern.compile("<meta name=\"_csrf\" content=\"([^\"]+)\">");

	private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());

	private final HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

	private final JsonMapper json = new JsonMapper();

	private final AtomicInteger requests = new AtomicInteger();

	private final Path directory;

	private final String database = TestDatabase.MYSQL.newUrl();

	private final HikariDataSource dataSource = new HikariDataSource();

	private final Map<String, String> settings = new HashMap<>();

	private String url = "";

	private Process process;

	/**
	 * Starts it.
	 * @param directory where it runs
	 * @param settings environment variables beside those that it needs
	 */
	Served(Path directory, Map<String, String> settings) throws IOException, InterruptedException {
		this.directory = directory;
		this.settings.putAll(settings);
		for (int attempt = 0; attempt < 3 && this.url.isEmpty(); attempt++) {
			// Another program may take the port before this one does.
			int port = freePort();
			this.process = program("serve.log", port, Map.of(), "serve", "--port", String.valueOf(port), "--port-file",
					"port");
			Path portFile = directory.resolve("port");
			Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(portFile) || !this.process.isAlive());
			if (this.process.isAlive()) {
				this.url = "http://127.0.0.1:" + port;
			}
		}
		if (this.url.isEmpty()) {
			throw new IllegalStateException(log());
		}
		this.dataSource.setJdbcUrl(this.database);
		this.dataSource.setUsername(TestDatabase.MYSQL.username());
		this.dataSource.setPassword(TestDatabase.MYSQL.password());
		this.dataSource.setMinimumIdle(0);
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	/** Runs another command beside it, to its end. */
	String run(String... arguments) throws IOException, InterruptedException {
		return with(Map.of(), arguments);
	}

	/** With other settings; an empty one is as good as none. */
	String with(Map<String, String> other, String... arguments) throws IOException, InterruptedException {
		Process program = program("command.log", 0, other, arguments);
		if (!program.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
			program.destroyForcibly();
		}
		return Files.readString(this.directory.resolve("command.log")) + "\nexit " + program.waitFor();
	}

	private Process program(String output, int port, Map<String, String> other, String... arguments)
			throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-cp", CLASS_PATH, ChargeRunner.class.getName()));
		command.addAll(List.of(arguments));
		ProcessBuilder program = new ProcessBuilder(command).directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(this.directory.resolve(output).toFile());
		Map<String, String> environment = program.environment();
		environment.putAll(Map.of("SPRING_DATASOURCE_URL", this.database, "SPRING_DATASOURCE_USERNAME",
				TestDatabase.MYSQL.username(), "SPRING_DATASOURCE_PASSWORD", TestDatabase.MYSQL.password(),
				"PORTONE_API_BASE_URL", this.sandbox.baseUrl().toString(), "PORTONE_API_KEY", "k", "PORTONE_API_SECRET",
				"s", "LC_ALL", "C.UTF-8", "CHARGE_LANG", "en"));
		environment.putAll(Map.of("CHARGE_ISSUANCE_SECRET", SECRET, "CHARGE_ISSUANCE_MERCHANT_CODE", "imp00000000",
				"CHARGE_ISSUANCE_SDK_URL", this.sandbox.baseUrl() + "/v1/iamport.js", "CHARGE_ISSUANCE_PUBLIC_URL",
				this.url.isEmpty() ? "http://127.0.0.1:" + port : this.url, "CHARGE_SERVE_USER", "shop",
				"CHARGE_SERVE_PASSWORD", PASSWORD, "CHARGE_SERVE_BEHIND_PROXY", "true"));
		environment.putAll(this.settings);
		environment.putAll(other);
		return program.start();
	}

	String log() throws IOException {
		return Files.readString(this.directory.resolve("serve.log"));
	}

	String url() {
		return this.url;
	}

	Sandbox sandbox() {
		return this.sandbox;
	}

	Process process() {
		return this.process;
	}

	JdbcTemplate sql() {
		return new JdbcTemplate(this.dataSource);
	}

	HttpRequest.Builder to(String path) {
		// Ten requests an address, so that none is too busy.
		int address = this.requests.getAndIncrement() / 10;
		return HttpRequest.newBuilder(URI.create(this.url + path))
			.header("X-Forwarded-For", "198.51." + address / 250 + "." + address % 250);
	}

	static HttpRequest.Builder withPassword(HttpRequest.Builder request, String password) {
		return request.header("Authorization",
				"Basic " + Base64.getEncoder().encodeToString(("shop:" + password).getBytes(StandardCharsets.UTF_8)));
	}

	HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return this.client.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** Asks for a link and gives its token. */
	String link(Map<String, Object> terms) {
		HttpResponse<String> response = send(withPassword(to("/issuances"), PASSWORD)
			.POST(BodyPublishers.ofString(this.json.writeValueAsString(terms))));
		if (response.statusCode() != 201) {
			throw new IllegalStateException(response.statusCode() + " " + response.body());
		}
		return this.json.readTree(response.body()).get("link").asString().replaceFirst(".*/issuances/", "");
	}

	static Map<String, Object> terms(String customerUid) {
		return new HashMap<>(Map.of("customer_uid", customerUid, "name", "정기구독", "amount", 3000, "cadence", "month",
				"first_due_on", "2035-01-31"));
	}

	/** Presses the button, as the page does, and gives what the window is to be told. */
	Map<String, String> window(String token) {
		HttpResponse<String> page = send(to("/issuances/" + token).GET());
		HttpResponse<String> response = send(to("/issuances/" + token + "/windows").POST(BodyPublishers.noBody())
			.header("Cookie", cookie(page))
			.header("X-XSRF-TOKEN", csrf(page)));
		if (response.statusCode() != 200) {
			throw new IllegalStateException(response.statusCode() + " " + response.body());
		}
		Map<String, String> window = new HashMap<>();
		JsonNode parameters = this.json.readTree(response.body());
		parameters.forEachEntry((name, value) -> window.put(name, value.asString()));
		return window;
	}

	static String cookie(HttpResponse<String> page) {
		return page.headers().firstValue("Set-Cookie").orElse("").replaceFirst(";.*", "");
	}

	static String csrf(HttpResponse<String> page) {
		Matcher meta = CSRF.matcher(page.body());
		return meta.find() ? meta.group(1) : "";
	}

	/** Does in the window what a customer does. */
	void choose(Map<String, String> window, String choice) {
		Map<String, String> fields = new HashMap<>(window);
		fields.put("choice", choice);
		String form = fields.entrySet()
			.stream()
			.map((field) -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&"));
		HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(this.sandbox.baseUrl() + "/_window"))
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString(form)));
		if (response.statusCode() >= 400) {
			throw new IllegalStateException(response.statusCode() + " " + response.body());
		}
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.dataSource.close();
		this.sandbox.close();
	}

}
