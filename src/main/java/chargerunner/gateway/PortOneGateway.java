package chargerunner.gateway;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;

import chargerunner.charge.Answer;
import chargerunner.charge.ChargeRequest;
import chargerunner.charge.LookUp;
import chargerunner.charge.Payment;
import chargerunner.charge.PaymentGateway;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSourceResolvable;
import org.springframework.web.util.UriUtils;

/**
 * PortOne V1. Sends a charge at most once, and once more with the same body only after
 * HTTP 401; never repeats anything else. No byte of a charge leaves later than twice the
 * start limit (two connect time-outs, at least 5 s) after {@link #charge} was called, nor
 * when its caller may no longer send, so that a process that was frozen meanwhile does
 * not charge. Whatever the network or the server does is an answer, given within two
 * deadlines (connect plus read time-out) and one token call. Keeps nothing but the access
 * token: after a crash there is nothing to restore. Safe for use by many threads,
 * platform or virtual.
 */
public final class PortOneGateway implements PaymentGateway, AutoCloseable {

	private static final int PAGE_SIZE = 1000;

	private static final int MAX_PAGES = 10;

	private final PortOneHttp http;

	private final PortOneJson json = new PortOneJson();

	private final AccessTokens tokens;

	private final long startLimitNanos;

	private volatile boolean brokenOff;

	/**
	 * Opens no connection yet.
	 * @param settings where PortOne is, and the credentials
	 * @param maxConnections how many exchanges may run at once; a further one waits for
	 * the connect time-out at most
	 * @throws GatewaySettingsException when the settings have problems
	 */
	public PortOneGateway(PortOneSettings settings, int maxConnections) {
		List<MessageSourceResolvable> problems = settings.problems();
		if (!problems.isEmpty()) {
			throw new GatewaySettingsException(problems);
		}
		this.http = new PortOneHttp(settings, maxConnections);
		this.startLimitNanos = PortOneHttp.startLimitNanos(settings);
		byte[] tokenCall = this.json.tokenCall(settings);
		this.tokens = new AccessTokens(() -> this.http.post("/users/getToken", tokenCall, null, () -> true), this.json,
				System::nanoTime);
	}

	@Override
	public Answer charge(ChargeRequest request, Permission permission) {
		long calledAt = System.nanoTime();
		byte[] body = this.json.againCall(request);
		Reply reply = authorized((token) -> {
			if (System.nanoTime() - calledAt > this.startLimitNanos) {
				return Reply.failed(Reply.Result.NOT_SENT, null,
						"nothing was sent: the access token, or a turn to send, came too late");
			}
			return this.http.post("/subscribe/payments/again", body, token, permission::maySend);
		}, permission::awaitTurn);
		return answer(reply);
	}

	@Override
	public LookUp lookUp(String merchantUid) {
		String path = "/payments/findAll/" + UriUtils.encode(merchantUid, StandardCharsets.UTF_8) + "?limit="
				+ PAGE_SIZE + "&page=";
		List<Payment> seen = new ArrayList<>();
		for (int number = 1; number <= MAX_PAGES; number++) {
			LookUp verdict = lookUpPage(get(path + number), merchantUid, seen);
			if (verdict != null) {
				return verdict;
			}
		}
		return LookUp.noAnswer("more than " + MAX_PAGES + " pages");
	}

	@Override
	public List<Payment> lookUp(Collection<String> merchantUids) {
		String path = merchantUids.stream()
			.map((number) -> "merchant_uid%5B%5D=" + UriUtils.encode(number, StandardCharsets.UTF_8))
			.collect(Collectors.joining("&", "/payments?", ""));
		Reply reply = get(path);
		Envelope envelope = this.json.envelope(reply.body());
		// 207 says that some are missing.
		if (envelope == null || envelope.code() != 0 || !(reply.hasStatus(200) || reply.hasStatus(207))) {
			return List.of();
		}
		List<Payment> payments = this.json.payments(envelope.response());
		return (payments != null)
				? payments.stream().filter((payment) -> merchantUids.contains(payment.merchantUid())).toList()
				: List.of();
	}

	@Override
	public void breakOff() {
		this.brokenOff = true;
		this.http.breakOff();
	}

	@Override
	public SignIn signIn() {
		return this.tokens.fresh().signIn();
	}

	/**
	 * Closes all connections, also those in use.
	 */
	@Override
	public void close() {
		this.http.close();
	}

	Reply get(String pathAndQuery) {
		return authorized((token) -> this.http.get(pathAndQuery, token), () -> true);
	}

	Reply delete(String path) {
		return authorized((token) -> this.http.delete(path, token), () -> true);
	}

	@Nullable Envelope envelope(Reply reply) {
		return this.json.envelope(reply.body());
	}

	private Reply authorized(Function<AccessToken, Reply> call, BooleanSupplier mayCallAgain) {
		AccessTokens.Grant grant = this.tokens.current();
		if (grant.token() == null) {
			return withoutToken(grant.signIn());
		}
		Reply reply = call.apply(grant.token());
		if (!reply.hasStatus(401)) {
			return reply;
		}
		AccessTokens.Grant renewed = this.tokens.insteadOf(grant.token());
		if (renewed.token() == null) {
			return withoutToken(renewed.signIn());
		}
		return mayCallAgain.getAsBoolean() ? call.apply(renewed.token())
				: Reply.failed(Reply.Result.NOT_SENT, null, "HTTP 401, and not to be sent again");
	}

	private static Reply withoutToken(SignIn signIn) {
		Reply.Result result = (signIn.kind() == SignIn.Kind.REFUSED) ? Reply.Result.TOKEN_REFUSED
				: Reply.Result.NO_TOKEN;
		return Reply.failed(result, null, "no access token: " + signIn.message());
	}

	private Answer answer(Reply reply) {
		Answer.Kind kind = switch (reply.result()) {
			case ANSWERED -> Answer.Kind.HTTP;
			case NOT_SENT, NO_TOKEN -> Answer.Kind.NOT_SENT;
			case TOKEN_REFUSED -> Answer.Kind.UNAUTHORIZED;
			case TIMEOUT -> this.brokenOff ? Answer.Kind.INTERRUPTED : Answer.Kind.TIMEOUT;
			case RESET -> this.brokenOff ? Answer.Kind.INTERRUPTED : Answer.Kind.RESET;
			// The status says more than a body that is too large.
			case UNREADABLE ->
				(reply.status() == null || reply.status() == 200) ? Answer.Kind.UNREADABLE : Answer.Kind.HTTP;
		};
		return (reply.result() == Reply.Result.ANSWERED) ? answerOfStatus(reply)
				: Answer.of(kind, reply.status(), reply.message());
	}

	private Answer answerOfStatus(Reply reply) {
		if (reply.hasStatus(200)) {
			return answerOfBody(reply);
		}
		Answer.Kind kind = Answer.Kind.HTTP;
		if (reply.hasStatus(401)) {
			kind = Answer.Kind.UNAUTHORIZED;
		}
		else if (reply.hasStatus(429)) {
			kind = Answer.Kind.THROTTLED;
		}
		return Answer.of(kind, reply.status(), "HTTP " + reply.status());
	}

	private Answer answerOfBody(Reply reply) {
		Envelope envelope = this.json.envelope(reply.body());
		if (envelope == null) {
			return Answer.of(Answer.Kind.UNREADABLE, 200, "the answer is not PortOne's JSON");
		}
		if (envelope.code() != 0) {
			return Answer.refused(envelope.code(), envelope.message());
		}
		Payment payment = this.json.payment(envelope.response());
		return (payment != null) ? Answer.payment(payment)
				: Answer.of(Answer.Kind.UNREADABLE, 200, "the answer holds no payment");
	}

	/**
	 * {@return the verdict; null when there is a further page}
	 */
	private @Nullable LookUp lookUpPage(Reply reply, String merchantUid, List<Payment> seen) {
		if (reply.result() == Reply.Result.TOKEN_REFUSED || reply.hasStatus(401)) {
			return LookUp.unauthorized(describe(reply));
		}
		Envelope envelope = this.json.envelope(reply.body());
		if (seen.isEmpty() && isNone(reply, envelope)) {
			return LookUp.none();
		}
		if (envelope == null || envelope.code() != 0 || !reply.hasStatus(200)) {
			return LookUp.noAnswer(describe(reply));
		}
		PaymentPage page = this.json.page(envelope.response());
		if (page == null
				|| page.payments().stream().anyMatch((payment) -> !merchantUid.equals(payment.merchantUid()))) {
			return LookUp.noAnswer("the answer is not about this number");
		}
		seen.addAll(page.payments());
		return verdict(page, seen);
	}

	private static @Nullable LookUp verdict(PaymentPage page, List<Payment> seen) {
		if (page.isLast(seen.size())) {
			return seen.isEmpty() ? LookUp.none() : LookUp.found(seen);
		}
		return page.payments().isEmpty() ? LookUp.noAnswer("a page is missing") : null;
	}

	static boolean isNone(Reply reply, @Nullable Envelope envelope) {
		// A web server that wraps its own 404 in JSON repeats the status as the code.
		return reply.hasStatus(404) && envelope != null && envelope.code() != 0 && envelope.code() != 404
				&& envelope.isEmpty();
	}

	static String describe(Reply reply) {
		return reply.message().isEmpty() ? "HTTP " + reply.status() : reply.message();
	}

}
