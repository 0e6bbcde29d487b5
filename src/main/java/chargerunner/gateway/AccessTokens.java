package chargerunner.gateway;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import chargerunner.charge.PaymentGateway.SignIn;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access token of {@code POST /users/getToken}, shared by all threads. Its life is
 * what PortOne says ({@code expired_at - now}) on this machine's monotonic clock, never
 * the wall clock. It is renewed in its last minute, when PortOne stretches it by five,
 * and one renewal runs at a time: others go on with the old token while it lives, else
 * they wait for that renewal and share its result. Throws nothing.
 */
final class AccessTokens {

	private static final Logger logger = LoggerFactory.getLogger(AccessTokens.class);

	// Earlier than in the last minute PortOne gives the same token with the same end.
	private static final long RENEW_AHEAD = TimeUnit.SECONDS.toNanos(55);

	private static final long MIN_PAUSE = TimeUnit.SECONDS.toNanos(1);

	private static final long PAUSE_AFTER_FAILURE = TimeUnit.SECONDS.toNanos(5);

	private static final long UNKNOWN_LIFE_SECONDS = 300;

	private static final long MAX_LIFE_SECONDS = 86_400;

	private final ReentrantLock lock = new ReentrantLock();

	private final Supplier<Reply> tokenCall;

	private final PortOneJson json;

	private final LongSupplier nanoTime;

	private volatile @Nullable AccessToken latest;

	private volatile String lastTrouble = "";

	private @Nullable CompletableFuture<Grant> running;

	AccessTokens(Supplier<Reply> tokenCall, PortOneJson json, LongSupplier nanoTime) {
		this.tokenCall = tokenCall;
		this.json = json;
		this.nanoTime = nanoTime;
	}

	/**
	 * {@return a token that lives, or why there is none}
	 */
	Grant current() {
		AccessToken token = this.latest;
		if (token == null) {
			return insteadOf(null);
		}
		long now = this.nanoTime.getAsLong();
		if (token.isFresh(now)) {
			return Grant.of(token, null);
		}
		return token.isExpired(now) ? insteadOf(token) : ahead(token);
	}

	/**
	 * {@return a newer token than one that was refused or is over, or why there is none}
	 * @param stale the token that is not to be used again
	 */
	Grant insteadOf(@Nullable AccessToken stale) {
		CompletableFuture<Grant> mine = new CompletableFuture<>();
		CompletableFuture<Grant> other;
		this.lock.lock();
		try {
			AccessToken token = this.latest;
			if (token != null && token != stale) {
				return Grant.of(token, null);
			}
			this.latest = null;
			other = join(mine);
		}
		finally {
			this.lock.unlock();
		}
		return (other != null) ? await(other) : fetch(mine);
	}

	/**
	 * {@return the result of a call made now, or of the one that is running}
	 */
	Grant fresh() {
		CompletableFuture<Grant> mine = new CompletableFuture<>();
		CompletableFuture<Grant> other;
		this.lock.lock();
		try {
			other = join(mine);
		}
		finally {
			this.lock.unlock();
		}
		return (other != null) ? await(other) : fetch(mine);
	}

	private Grant ahead(AccessToken token) {
		CompletableFuture<Grant> mine = new CompletableFuture<>();
		this.lock.lock();
		try {
			if (this.latest != token || join(mine) != null) {
				return Grant.of(token, null);
			}
			// Whatever comes of it, no other thread tries again at once.
			this.latest = token.renewedNotBefore(this.nanoTime.getAsLong() + PAUSE_AFTER_FAILURE);
		}
		finally {
			this.lock.unlock();
		}
		Grant grant = fetch(mine);
		return (grant.token() != null) ? grant : Grant.of(token, null);
	}

	private @Nullable CompletableFuture<Grant> join(CompletableFuture<Grant> mine) {
		CompletableFuture<Grant> other = this.running;
		if (other == null) {
			this.running = mine;
		}
		return other;
	}

	private Grant fetch(CompletableFuture<Grant> mine) {
		Grant grant = Grant.none(SignIn.Kind.NO_ANSWER, "the token call broke off");
		try {
			grant = ask();
			return grant;
		}
		finally {
			settle(mine, grant);
		}
	}

	private void settle(CompletableFuture<Grant> mine, Grant grant) {
		this.lock.lock();
		try {
			this.running = null;
			if (grant.token() != null) {
				this.latest = grant.token();
			}
		}
		finally {
			this.lock.unlock();
		}
		mine.complete(grant);
	}

	private static Grant await(CompletableFuture<Grant> other) {
		try {
			return other.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return Grant.none(SignIn.Kind.NO_ANSWER, "interrupted while another thread asked for a token");
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Grant ask() {
		long askedAt = this.nanoTime.getAsLong();
		Reply reply = this.tokenCall.get();
		Grant grant = grant(reply, askedAt);
		if (grant.token() == null) {
			warnOnce(grant.signIn().message());
		}
		return grant;
	}

	/** A server that is down would else fill the log with the same line. */
	private void warnOnce(String trouble) {
		if (!trouble.equals(this.lastTrouble)) {
			this.lastTrouble = trouble;
			logger.warn("No access token: {}", trouble);
		}
	}

	private Grant grant(Reply reply, long askedAt) {
		Integer status = reply.status();
		if (reply.result() != Reply.Result.ANSWERED || status == null) {
			return Grant.none(SignIn.Kind.NO_ANSWER, reply.message());
		}
		if (status == 401) {
			return Grant.none(SignIn.Kind.REFUSED, "HTTP 401");
		}
		Envelope envelope = this.json.envelope(reply.body());
		if (envelope != null && envelope.code() != 0 && (status == 200 || status == 400 || status == 403)) {
			return Grant.none(SignIn.Kind.REFUSED, "code " + envelope.code() + ": " + envelope.message());
		}
		TokenRecord issued = (envelope != null && status == 200) ? this.json.token(envelope) : null;
		if (issued == null) {
			return Grant.none(SignIn.Kind.NO_ANSWER, "HTTP " + status + " without a token");
		}
		return granted(issued, askedAt);
	}

	private static Grant granted(TokenRecord issued, long askedAt) {
		long life = TimeUnit.SECONDS.toNanos(lifeSeconds(issued));
		long renewIn = Math.max(MIN_PAUSE, Math.max(life - RENEW_AHEAD, life / 2));
		AccessToken token = new AccessToken(issued.accessToken(), askedAt + renewIn, askedAt + life);
		return Grant.of(token, PortOneJson.instant(issued.now()));
	}

	private static long lifeSeconds(TokenRecord issued) {
		Long now = issued.now();
		Long expiredAt = issued.expiredAt();
		if (now == null || expiredAt == null || now <= 0) {
			return UNKNOWN_LIFE_SECONDS;
		}
		return Math.max(1, Math.min(expiredAt - now, MAX_LIFE_SECONDS));
	}

	/**
	 * A token, or why there is none.
	 *
	 * @param token the token
	 * @param signIn what PortOne said
	 */
	record Grant(@Nullable AccessToken token, SignIn signIn) {

		static Grant of(AccessToken token, @Nullable Instant serverTime) {
			return new Grant(token, new SignIn(SignIn.Kind.ACCEPTED, serverTime, ""));
		}

		static Grant none(SignIn.Kind kind, String message) {
			return new Grant(null, new SignIn(kind, null, message));
		}

	}

}
