package chargerunner.gateway;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server of bare sockets that answers by script, byte for byte, and keeps every request
 * that reached it.
 */
final class ScriptedServer implements Closeable {

	private final ServerSocket serverSocket;

	/** Bound and not listening: the port stays taken when the server has closed it. */
	private final Socket portKeeper = new Socket();

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final List<Request> requests = new CopyOnWriteArrayList<>();

	private final Map<String, Queue<Step>> script = new ConcurrentHashMap<>();

	private final Map<String, Step> standing = new ConcurrentHashMap<>();

	private final AtomicInteger connections = new AtomicInteger();

	private final Thread acceptor;

	ScriptedServer() throws IOException {
		this.serverSocket = new ServerSocket();
		this.serverSocket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
		this.serverSocket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
		this.portKeeper.setOption(StandardSocketOptions.SO_REUSEPORT, true);
		this.portKeeper.bind(this.serverSocket.getLocalSocketAddress());
		always("/users/getToken", token("T1", 1800));
		this.acceptor = start(this::accept);
	}

	static Step token(String value, long life) {
		return json(200, "{\"code\":0,\"message\":null,\"response\":{\"access_token\":\"" + value
				+ "\",\"now\":1512446940,\"expired_at\":" + (1512446940 + life) + "}}");
	}

	static Step json(int status, String body) {
		return raw("HTTP/1.1 " + status + " X\r\nContent-Type: application/json;charset=UTF-8\r\nContent-Length: "
				+ body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
	}

	/** Sends these bytes and keeps the connection. */
	static Step raw(String response) {
		return (socket) -> {
			socket.getOutputStream().write(response.getBytes(StandardCharsets.UTF_8));
			return true;
		};
	}

	/** Sends each character as one byte, closes the connection. */
	static Step bytes(String response) {
		return (socket) -> {
			socket.getOutputStream().write(response.getBytes(StandardCharsets.ISO_8859_1));
			return false;
		};
	}

	/** Sends these bytes and closes the connection. */
	static Step rawAndClose(String response) {
		return (socket) -> {
			raw(response).play(socket);
			return false;
		};
	}

	/** Sends nothing and keeps the connection open. */
	static Step silence() {
		return (socket) -> true;
	}

	static Step reset() {
		return (socket) -> {
			socket.setSoLinger(true, 0);
			return false;
		};
	}

	/** Sends the head, and then the body byte by byte with a pause that never ends. */
	static Step drip(String head, int pauseMillis) {
		return (socket) -> {
			OutputStream out = socket.getOutputStream();
			out.write(head.getBytes(StandardCharsets.UTF_8));
			try {
				while (true) {
					out.write(' ');
					Thread.sleep(pauseMillis);
				}
			}
			catch (InterruptedException ex) {
				return false;
			}
		};
	}

	/** Answers this to every request of that path for which nothing else is queued. */
	ScriptedServer always(String path, Step step) {
		this.standing.put(path, step);
		return this;
	}

	/** Answers this to the next requests of that path, one each, in this order. */
	ScriptedServer next(String path, Step... steps) {
		this.script.computeIfAbsent(path, (key) -> new ArrayDeque<>()).addAll(List.of(steps));
		return this;
	}

	String url() {
		return "http://127.0.0.1:" + port();
	}

	int port() {
		return this.serverSocket.getLocalPort();
	}

	List<Request> requests(String path) {
		return this.requests.stream().filter((request) -> request.path().equals(path)).toList();
	}

	int count(String path) {
		return requests(path).size();
	}

	int connections() {
		return this.connections.get();
	}

	int openConnections() {
		return this.sockets.size();
	}

	/** Closes every connection, as a server does with idle ones. */
	void closeConnections() throws IOException {
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

	/**
	 * Refuses connections from now on. The port stays taken, so that no other server that
	 * is started meanwhile answers in this one's place.
	 */
	void refuse() throws IOException {
		stopAccepting();
		closeConnections();
	}

	@Override
	public void close() throws IOException {
		stopAccepting();
		this.portKeeper.close();
		closeConnections();
	}

	/** The kernel listens on for as long as a thread is in {@code accept}. */
	private void stopAccepting() throws IOException {
		this.serverSocket.close();
		try {
			this.acceptor.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void accept() throws IOException {
		while (true) {
			Socket socket = this.serverSocket.accept();
			this.connections.incrementAndGet();
			this.sockets.add(socket);
			start(() -> serve(socket));
		}
	}

	private void serve(Socket socket) throws IOException {
		try (socket) {
			Request request = Request.read(socket.getInputStream());
			while (request != null) {
				this.requests.add(request);
				if (!step(request.path()).play(socket)) {
					return;
				}
				request = Request.read(socket.getInputStream());
			}
		}
		finally {
			this.sockets.remove(socket);
		}
	}

	private Step step(String path) {
		Queue<Step> queue = this.script.getOrDefault(path, new ArrayDeque<>());
		synchronized (queue) {
			Step step = queue.poll();
			return (step != null) ? step
					: this.standing.getOrDefault(path, rawAndClose("HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n"));
		}
	}

	private static Thread start(Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (IOException ex) {
				// The client or the test closed the socket.
			}
		}, "scripted-server");
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	private interface Task {

		void run() throws IOException;

	}

	/** What the server does with one request. */
	@FunctionalInterface
	interface Step {

		/** Returns whether the connection goes on. */
		boolean play(Socket socket) throws IOException;

	}

	/** One request as it came. */
	record Request(String line, String head, String body) {

		String path() {
			String target = this.line.split(" ")[1];
			int query = target.indexOf('?');
			return (query < 0) ? target : target.substring(0, query);
		}

		static Request read(InputStream in) throws IOException {
			ByteArrayOutputStream head = new ByteArrayOutputStream();
			while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
				int next = in.read();
				if (next < 0) {
					return null;
				}
				head.write(next);
			}
			String text = head.toString(StandardCharsets.ISO_8859_1);
			int length = text.lines()
				.filter((line) -> line.toLowerCase().startsWith("content-length:"))
				.mapToInt((line) -> Integer.parseInt(line.substring(15).strip()))
				.findFirst()
				.orElse(0);
			String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
			return new Request(text.lines().findFirst().orElse(""), text, body);
		}

	}

}
