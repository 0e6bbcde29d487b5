package chargerunner.issuance;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import static org.awaitility.Awaitility.await;

/**
 * A real browser without a screen, as one customer has it. Its pictures are kept in
 * {@code target/screenshots}.
 */
final class Chromium implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	/**
	 * Kept, or it would forget its level: the driver misses a protocol that nobody here
	 * uses.
	 */
	private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

	private final ChromeDriver driver;

	/**
	 * Opens one.
	 * @param language what the browser asks for
	 * @param width of the window in pixels
	 */
	Chromium(String language, int width) {
		SELENIUM.setLevel(Level.SEVERE);
		ChromeOptions options = new ChromeOptions();
		options.setBinary(find("chromium", "chromium-browser", "google-chrome").orElseThrow().toString());
		options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
				"--window-size=" + width + ",900", "--lang=" + language, "--no-proxy-server");
		options.setExperimentalOption("prefs", Map.of("intl.accept_languages", language));
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.ALL);
		options.setCapability("goog:loggingPrefs", logs);
		if (width < 500) {
			options.setExperimentalOption("mobileEmulation",
					Map.of("deviceMetrics", Map.of("width", width, "height", 844, "pixelRatio", 2.0)));
		}
		ChromeDriverService service = new ChromeDriverService.Builder()
			.usingDriverExecutable(driverFile().orElseThrow())
			.usingAnyFreePort()
			.withLogOutput(OutputStream.nullOutputStream())
			.build();
		this.driver = new ChromeDriver(service, options);
		if (width >= 500) {
			this.driver.manage().window().setSize(new Dimension(width, 900));
		}
	}

	/** Whether there is a browser, and what drives it. */
	static boolean isHere() {
		return driverFile().isPresent() && find("chromium", "chromium-browser", "google-chrome").isPresent();
	}

	private static Optional<File> driverFile() {
		return find("chromedriver").map(Path::toFile);
	}

	private static Optional<Path> find(String... names) {
		List<String> path = List.of(String.valueOf(System.getenv("PATH")).split(File.pathSeparator));
		return Stream.of(names)
			.flatMap((name) -> path.stream().map((directory) -> Path.of(directory, name)))
			.filter(Files::isExecutable)
			.findFirst();
	}

	void open(String url) {
		this.driver.get(url);
	}

	/** Waits for an element and gives its text. */
	String text(String css) {
		return await().atMost(PATIENCE).ignoreExceptions().until(() -> shown(css).getText(), (text) -> !text.isBlank());
	}

	/** Fails while it is not there, hidden, or of a page that is being left. */
	private WebElement shown(String css) {
		WebElement element = this.driver.findElement(By.cssSelector(css));
		if (!element.isDisplayed() || !element.isEnabled()) {
			throw new IllegalStateException("Not yet: " + css);
		}
		return element;
	}

	void click(String css) {
		await().atMost(PATIENCE).ignoreExceptions().until(() -> {
			shown(css).click();
			return true;
		});
	}

	String address() {
		return this.driver.getCurrentUrl();
	}

	void reload() {
		this.driver.navigate().refresh();
	}

	void back() {
		this.driver.navigate().back();
	}

	/** How far the page is wider than the window, in pixels. */
	long overflow() {
		Object pixels = this.driver
			.executeScript("return document.documentElement.scrollWidth - document.documentElement.clientWidth");
		return (pixels instanceof Number number) ? number.longValue() : -1;
	}

	/** What the browser had to complain about. */
	List<String> complaints() {
		return this.driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::getMessage).toList();
	}

	void picture(String name) throws IOException {
		Path directory = Files.createDirectories(Path.of("target", "screenshots"));
		Files.write(directory.resolve(name + ".png"), this.driver.getScreenshotAs(OutputType.BYTES));
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
