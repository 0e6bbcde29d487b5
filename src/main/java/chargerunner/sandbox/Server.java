package chargerunner.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;

/**
 * The JDK's HTTP server on loopback, with a thread for every request: a virtual one where
 * the JDK has them. Closing it interrupts the requests under way.
 */
final class Server implements AutoCloseable {

	private static final int BACKLOG = 1024;

	private final HttpServer http;

	private final ExecutorService threads;

	private Server(HttpServer http, ExecutorService threads) {
		this.http = http;
		this.threads = threads;
	}

	static Server start(int port, Map<String, HttpHandler> handlers) {
		tune();
		try {
			HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
			Server server = new Server(http, threads());
			handlers.forEach(http::createContext);
			http.setExecutor(server.threads);
			http.start();
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot listen on port " + port + ": " + ex.getMessage(), ex);
		}
	}

	/**
	 * The JDK's server takes these from system properties alone, and only when its first
	 * instance is made.
	 */
	private static void tune() {
		// Else head and body of an answer can wait 40 ms for each other.
		tune("sun.net.httpserver.nodelay", "true");
		// Else idle connections are closed just as a client sends its next charge.
		tune("sun.net.httpserver.maxIdleConnections", "10000");
		tune("sun.net.httpserver.idleInterval", "3600");
	}

	private static void tune(String property, String value) {
		if (System.getProperty(property) == null) {
			System.setProperty(property, value);
		}
	}

	private static ExecutorService threads() {
		try {
			Method virtual = Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
			return (ExecutorService) Objects.requireNonNull(virtual.invoke(null));
		}
		catch (ReflectiveOperationException ex) {
			// Before JDK 21.
			return Executors.newCachedThreadPool((task) -> {
				Thread thread = new Thread(task, "sandbox");
				thread.setDaemon(true);
				return thread;
			});
		}
	}

	int port() {
		return this.http.getAddress().getPort();
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
		this.http.stop(0);
		try {
			this.threads.awaitTermination(5, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
