package chargerunner.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Stands around and inside HttpComponents' chain: ends every exchange by a hard deadline
 * (the read time-out is per read, so a dripping body would never end), reads the whole
 * body of at most 1 MiB within it, and knows for certain whether a byte of the request
 * may have left, because {@link #atTheWire} is called when the connection stands and
 * nothing is written yet. Every failure leaves as {@link ExchangeFailedException}. Safe
 * for use by many threads; a deadline costs one timer task.
 */
final class ExchangeGuard implements AutoCloseable {

	private static final String EXCHANGE = Exchange.class.getName();

	private static final int MAX_BODY_BYTES = 1 << 20;

	private final ThreadLocal<BooleanSupplier> maySend = ThreadLocal.withInitial(() -> () -> true);

	private final ScheduledThreadPoolExecutor timer;

	private final long deadlineNanos;

	private final long startLimitNanos;

	/**
	 * Guards exchanges.
	 * @param deadlineNanos how long a whole exchange may take
	 * @param startLimitNanos how long after its start an exchange may still be sent
	 */
	ExchangeGuard(long deadlineNanos, long startLimitNanos) {
		this.deadlineNanos = deadlineNanos;
		this.startLimitNanos = startLimitNanos;
		this.timer = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "gateway-deadlines");
			thread.setDaemon(true);
			return thread;
		});
		this.timer.setRemoveOnCancelPolicy(true);
	}

	/**
	 * Makes an exchange on this thread that is sent only if its caller still says so when
	 * the connection stands and nothing is written yet.
	 * @param permission what the caller says
	 * @param exchange makes the exchange
	 * @return what the exchange gives
	 */
	<T> T asking(BooleanSupplier permission, Supplier<T> exchange) {
		this.maySend.set(permission);
		try {
			return exchange.get();
		}
		finally {
			this.maySend.remove();
		}
	}

	/**
	 * {@return whether bytes of this thread's exchange may leave now}
	 */
	boolean mayWrite() {
		return this.maySend.get().getAsBoolean();
	}

	ClassicHttpResponse around(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain) throws IOException {
		Exchange exchange = new Exchange(System.nanoTime());
		scope.clientContext.setAttribute(EXCHANGE, exchange);
		Future<?> cut = this.timer.schedule(() -> {
			exchange.cut();
			cancel(scope);
		}, this.deadlineNanos, TimeUnit.NANOSECONDS);
		try {
			return withWholeBody(chain.proceed(request, scope), exchange, scope);
		}
		catch (ExchangeFailedException ex) {
			throw ex;
		}
		// HttpComponents throws unchecked exceptions where a request is cancelled.
		catch (IOException | HttpException | RuntimeException ex) {
			throw exchange.failed(ex);
		}
		finally {
			cut.cancel(false);
		}
	}

	ClassicHttpResponse atTheWire(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
			throws IOException, HttpException {
		Exchange exchange = (Exchange) scope.clientContext.getAttribute(EXCHANGE);
		// A process that was frozen since the exchange began may have lost its right to
		// send.
		if (exchange.nanosSinceStart(System.nanoTime()) > this.startLimitNanos || !mayWrite() || !exchange.send()) {
			scope.execRuntime.discardEndpoint();
			throw new InterruptedIOException("the connection came too late");
		}
		return chain.proceed(request, scope);
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
	}

	private static ClassicHttpResponse withWholeBody(ClassicHttpResponse response, Exchange exchange,
			ExecChain.Scope scope) throws IOException {
		int status = response.getCode();
		exchange.answered(status);
		if (status < 100 || status > 999) {
			cancel(scope);
			throw exchange.unreadable("the HTTP status is " + status, new IOException("bad status"));
		}
		HttpEntity entity = response.getEntity();
		if (entity != null) {
			response.setEntity(new ByteArrayEntity(read(entity, exchange, scope), ContentType.APPLICATION_JSON));
		}
		return response;
	}

	private static byte[] read(HttpEntity entity, Exchange exchange, ExecChain.Scope scope) throws IOException {
		long announced = entity.getContentLength();
		// Of unknown length, it is read by pieces of 16 KiB, whatever it has.
		int most = (announced >= 0 && announced <= MAX_BODY_BYTES) ? (int) announced : MAX_BODY_BYTES + 1;
		try (InputStream content = entity.getContent()) {
			byte[] body = content.readNBytes(most);
			if (body.length > MAX_BODY_BYTES) {
				// Closing the stream would read the rest.
				cancel(scope);
				throw exchange.unreadable("the answer is above 1 MiB", new IOException("body too large"));
			}
			return body;
		}
	}

	private static void cancel(ExecChain.Scope scope) {
		if (scope.originalRequest instanceof Cancellable cancellable) {
			cancellable.cancel();
		}
	}

}
