package chargerunner.gateway;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.function.BooleanSupplier;

import javax.net.ssl.SSLSocket;

import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.jspecify.annotations.Nullable;

/**
 * A connection that never logs headers or bodies, whatever the log levels: they hold the
 * secret, tokens, billing keys and personal data. Nothing is written once its caller may
 * no longer send: asked when the bytes are about to leave, after whatever a process may
 * have been frozen in.
 */
final class QuietConnection extends DefaultManagedHttpClientConnection {

	private final BooleanSupplier mayWrite;

	private QuietConnection(String id, BooleanSupplier mayWrite) {
		super(id);
		this.mayWrite = mayWrite;
	}

	static QuietConnection create(String id, @Nullable Socket socket, BooleanSupplier mayWrite) throws IOException {
		QuietConnection connection = new QuietConnection(id, mayWrite);
		if (socket != null) {
			connection.bind(socket);
		}
		return connection;
	}

	@Override
	public void bind(Socket socket) throws IOException {
		bind(new FencedSocket(socket));
	}

	@Override
	public void bind(SSLSocket sslSocket, Socket socket) throws IOException {
		bind(new FencedSocket(sslSocket, socket));
	}

	@Override
	protected void onRequestSubmitted(ClassicHttpRequest request) {
	}

	@Override
	protected void onResponseReceived(ClassicHttpResponse response) {
	}

	private final class FencedSocket extends SocketHolder {

		FencedSocket(Socket socket) {
			super(socket);
		}

		FencedSocket(SSLSocket sslSocket, Socket socket) {
			super(sslSocket, socket);
		}

		@Override
		protected OutputStream getOutputStream(Socket socket) throws IOException {
			return new FencedStream(super.getOutputStream(socket));
		}

	}

	private final class FencedStream extends FilterOutputStream {

		FencedStream(OutputStream stream) {
			super(stream);
		}

		@Override
		public void write(int value) throws IOException {
			write(new byte[] { (byte) value }, 0, 1);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			if (!QuietConnection.this.mayWrite.getAsBoolean()) {
				throw new InterruptedIOException("its caller may no longer send");
			}
			this.out.write(bytes, offset, length);
		}

	}

}
