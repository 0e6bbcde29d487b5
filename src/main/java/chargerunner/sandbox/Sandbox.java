package chargerunner.sandbox;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import chargerunner.sandbox.Course.Effect;
import chargerunner.sandbox.Routes.Route;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stand-in for PortOne V1 on loopback, for trials and tests: tokens, charges of stored
 * billing keys, look-ups and customers as the live server has them, and faults on
 * request, chosen by the prefix of a {@code customer_uid} ({@link Fault}), by dice or by
 * a test. Amounts are whole won, times the server's clock in UTC. Everything is in memory
 * and gone with the object. Safe for many threads. Closing it breaks the connections and
 * drops the charges that wait; afterwards nothing is charged any more, and what was can
 * still be read.
 */
public final class Sandbox implements AutoCloseable {

	private static final Logger LOGGER = LoggerFactory.getLogger(Sandbox.class);

	private final SandboxOptions options;

	private final Clock clock;

	private final RequestLog log = new RequestLog();

	/** How many charges are being made. */
	private final AtomicInteger underWay = new AtomicInteger();

	private final Gate gate = new Gate();

	private final AtomicLong letIn = new AtomicLong();

	private final Books books;

	private final Scripts scripts;

	private final Tokens tokens;

	private final Routes routes;

	private final Wire wire;

	private final Customers customers;

	private final Server server;

	private Sandbox(SandboxOptions options, Clock clock) {
		this.options = options;
		this.clock = Clock.offset(clock, options.clockOffset());
		this.books = new Books(options, this.clock);
		this.scripts = new Scripts(options);
		this.tokens = new Tokens(options, this.clock);
		this.customers = new Customers(this.books);
		this.routes = routes();
		this.wire = new Wire(options.drip());
		PaymentWindow window = new PaymentWindow(this.books, this.customers);
		this.server = Server.start(options.port(),
				Map.of("/", this::handle, "/_ledger", new LedgerPage(this.books, this.log, this.underWay::get),
						"/_refill", refillHandler(), PaymentWindow.SDK, window::sendSdk, PaymentWindow.WINDOW,
						window::handle));
	}

	/**
	 * {@return a sandbox that listens}
	 * @param options how it behaves
	 * @throws java.io.UncheckedIOException if the port is taken
	 */
	public static Sandbox start(SandboxOptions options) {
		return start(options, Clock.systemUTC());
	}

	/**
	 * {@return a sandbox that listens}
	 * @param options how it behaves
	 * @param clock the real time, to which the options may add an offset
	 * @throws java.io.UncheckedIOException if the port is taken
	 */
	public static Sandbox start(SandboxOptions options, Clock clock) {
		return new Sandbox(options, clock);
	}

	private Routes routes() {
		LookUps lookUps = new LookUps(this.books, this.scripts);
		AgainCall again = new AgainCall(this.books, this.scripts, this.customers, this.gate, this.underWay);
		List<Route> needed = List.of(new Route("POST", List.of("users", "getToken"), 0, 0, this::issueToken),
				new Route("POST", Routes.AGAIN, 0, 0, authorized(again::charge)),
				new Route("GET", List.of("payments", "findAll"), 1, 2, authorized(lookUps::findAll)));
		List<String> byCustomer = List.of("subscribe", "customers");
		List<Route> others = List.of(new Route("GET", List.of("payments", "find"), 1, 2, authorized(lookUps::find)),
				new Route("GET", List.of("payments", "status"), 1, 1, authorized(lookUps::byStatus)),
				new Route("GET", List.of("payments"), 1, 1, authorized(lookUps::byImpUid)),
				new Route("GET", List.of("payments"), 0, 0, authorized(lookUps::many)),
				new Route("GET", byCustomer, 1, 1, authorized(this.customers::one)),
				new Route("GET", byCustomer, 0, 0, authorized(this.customers::many)),
				new Route("DELETE", byCustomer, 1, 1, authorized(this.customers::delete)));
		return new Routes(needed, this.options.threeCallsOnly() ? List.of() : others);
	}

	private Reply issueToken(Request request) {
		Delivery delivery = this.scripts.token();
		return (delivery != Delivery.WHOLE) ? this.tokens.issue(request).deliveredBy(delivery)
				: this.tokens.issue(request);
	}

	private Routes.Call authorized(Routes.Call call) {
		return (request) -> {
			if (this.tokens.accepts(request.token())
					&& this.letIn.incrementAndGet() == this.options.expireTokensAfter() + 1
					&& this.options.expireTokensAfter() > 0) {
				this.tokens.revokeAll();
			}
			return this.tokens.accepts(request.token()) ? call.answer(request) : Reply.unauthorized();
		};
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			long arrived = System.nanoTime();
			Request request = Request.read(exchange);
			this.log.add(request);
			Route route = this.routes.find(request);
			this.wire.send(exchange, (route != null) ? route.call().answer(request) : Reply.by(Delivery.HTML_404));
			if (AgainCall.isFor(request)) {
				this.log.answered(new ChargeTime(arrived, System.nanoTime()));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (RuntimeException ex) {
			// The JDK's server would say nothing.
			LOGGER.error("The sandbox broke on {}", exchange.getRequestURI().getRawPath(), ex);
		}
	}

	private HttpHandler refillHandler() {
		return (exchange) -> {
			try (exchange) {
				exchange.getRequestBody().readAllBytes();
				boolean post = "POST".equals(exchange.getRequestMethod());
				if (post) {
					refill();
				}
				exchange.sendResponseHeaders(post ? 204 : 405, -1);
			}
		};
	}

	/**
	 * {@return where the API is, without a slash at the end}
	 */
	public URI baseUrl() {
		return URI.create("http://127.0.0.1:" + port());
	}

	/**
	 * {@return the port on loopback}
	 */
	public int port() {
		return this.server.port();
	}

	/**
	 * {@return what was really charged, declined or begun, orders by their first charge}
	 */
	public List<SandboxCharge> charges() {
		return this.books.payments().map(Payment::charge).toList();
	}

	/**
	 * {@return how many won were really charged and not given back}
	 */
	public long paidWon() {
		return charges().stream()
			.filter((charge) -> charge.status() == SandboxCharge.Status.PAID)
			.mapToLong(SandboxCharge::amount)
			.sum();
	}

	/**
	 * {@return how many requests to charge came in, whatever became of them}
	 */
	public long postsOfAgain() {
		return this.log.posts();
	}

	/**
	 * {@return when each request to charge came and was answered, in the order of the
	 * answers; the last 200,000}
	 */
	public List<ChargeTime> chargeTimes() {
		return this.log.chargeTimes();
	}

	/**
	 * {@return how many requests came in, without those for the ledger and the refill}
	 */
	public long requests() {
		return this.log.requests();
	}

	/**
	 * {@return how many requests to charge came from a client that followed a redirect}
	 */
	public long redirectsFollowed() {
		return this.log.followed();
	}

	/**
	 * {@return the last 200,000 requests, in the order they came}
	 */
	public List<RecordedRequest> recordedRequests() {
		return this.log.kept();
	}

	/**
	 * Waits until that many requests to charge have come in.
	 * @param atLeast how many, counted from the start
	 * @param patience how long to wait
	 * @return whether they have
	 * @throws InterruptedException if the thread is interrupted meanwhile
	 */
	public boolean awaitPostsOfAgain(long atLeast, Duration patience) throws InterruptedException {
		return this.log.awaitPosts(atLeast, patience);
	}

	/**
	 * Gives the customers money again: what {@link Fault#SOFT} would decline is paid from
	 * now on.
	 */
	public void refill() {
		this.scripts.refill();
	}

	/**
	 * Sets the fault of a customer or a number, in place of that of the prefix or the
	 * dice; a number's goes before its customer's.
	 * @param uid a {@code customer_uid} or {@code merchant_uid}
	 * @param fault the fault; {@link Fault#NONE} for none
	 */
	public void setFault(String uid, Fault fault) {
		this.scripts.set(uid, fault);
	}

	/**
	 * Gives the next requests to charge one fault each, before everything else applies; a
	 * fault that keeps off the first POSTs of a number keeps off this one.
	 * @param uid a {@code customer_uid} or {@code merchant_uid}
	 * @param faults one for each request
	 */
	public void failNext(String uid, Fault... faults) {
		this.scripts.next(uid, faults);
	}

	/**
	 * Spoils the answers to the next look-ups of one number or customer, one each. They
	 * count for nothing else, such as a {@code ready} payment that goes on.
	 * @param uid a {@code merchant_uid}, or the {@code customer_uid} of what was charged
	 * @param deliveries one for each look-up
	 */
	public void failNextLookUps(String uid, Delivery... deliveries) {
		this.scripts.nextLooks(uid, deliveries);
	}

	/**
	 * Spoils the answers to the next look-ups of many numbers at once, one each.
	 * @param deliveries one for each look-up
	 */
	public void failNextBulkLookUps(Delivery... deliveries) {
		this.scripts.nextLooks(Scripts.BULK, deliveries);
	}

	/**
	 * Spoils the answers to the next requests for a token, one each.
	 * @param deliveries one for each request
	 */
	public void failNextTokens(Delivery... deliveries) {
		this.scripts.nextTokens(deliveries);
	}

	/**
	 * Makes all access tokens worthless.
	 */
	public void revokeTokens() {
		this.tokens.revokeAll();
	}

	/**
	 * Keeps every request to charge waiting, right before its charge, until
	 * {@link #release()}.
	 */
	public void hold() {
		this.gate.shut();
	}

	/**
	 * Lets the requests go on that {@link #hold()} keeps.
	 */
	public void release() {
		this.gate.open();
	}

	/**
	 * Adds a record to the books, as if somebody else had charged; a number may get
	 * several.
	 * @param charge the record; its {@code impUid} must be new
	 */
	public void add(SandboxCharge charge) {
		ChargeForm form = new ChargeForm(charge.merchantUid(), charge.customerUid(), charge.amount(), "",
				charge.currency(), Map.of());
		this.books.order(charge.merchantUid()).add(form, Effect.PAID, charge);
	}

	/**
	 * Cancels what is paid under a number, as the nightly clean-up of test payments does.
	 * @param merchantUid the number
	 * @return whether anything was paid
	 */
	public boolean cancel(String merchantUid) {
		return this.books.order(merchantUid).cancel((payment) -> true);
	}

	/**
	 * Cancels one of the payments under a number, as a person does in the console.
	 * @param merchantUid the number
	 * @param impUid PortOne's number of the payment
	 * @return whether it was paid
	 */
	public boolean cancel(String merchantUid, String impUid) {
		return this.books.order(merchantUid).cancel((payment) -> payment.charge().impUid().equals(impUid));
	}

	@Override
	public void close() {
		this.server.close();
	}

}
