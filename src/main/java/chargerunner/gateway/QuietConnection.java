package chargerunner.gateway;

import java.io.IOException;
import java.net.Socket;

import javax.net.ssl.SSLSocket;

import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.jspecify.annotations.Nullable;

/**
 * A connection that never logs headers or bodies, whatever the log levels: they hold the
 * secret, tokens, billing keys and personal data.
 */
final class QuietConnection extends DefaultManagedHttpClientConnection {

	private QuietConnection(String id) {
		super(id);
	}

	static QuietConnection create(String id, @Nullable Socket socket) throws IOException {
		QuietConnection connection = new QuietConnection(id);
		if (socket != null) {
			connection.bind(socket);
		}
		return connection;
	}

	@Override
	public void bind(Socket socket) throws IOException {
		bind(new SocketHolder(socket));
	}

	@Override
	public void bind(SSLSocket sslSocket, Socket socket) throws IOException {
		bind(new SocketHolder(sslSocket, socket));
	}

	@Override
	protected void onRequestSubmitted(ClassicHttpRequest request) {
	}

	@Override
	protected void onResponseReceived(ClassicHttpResponse response) {
	}

}
