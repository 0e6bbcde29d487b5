package chargerunner.sandbox;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Finds what answers a request. The first call that fits is taken.
 */
final class Routes {

	static final List<String> AGAIN = List.of("subscribe", "payments", "again");

	private final List<Route> routes;

	Routes(List<Route> needed, List<Route> others) {
		this.routes = Stream.concat(needed.stream(), others.stream()).toList();
	}

	@Nullable Route find(Request request) {
		return this.routes.stream().filter((route) -> route.fits(request)).findFirst().orElse(null);
	}

	/** What answers one call. */
	@FunctionalInterface
	interface Call {

		Reply answer(Request request) throws InterruptedException;

	}

	/**
	 * A call of the API.
	 *
	 * @param method the HTTP method
	 * @param path how the path begins, segment by segment
	 * @param least how many more segments there are at least
	 * @param most how many more segments there are at most
	 * @param call what answers
	 */
	record Route(String method, List<String> path, int least, int most, Call call) {

		boolean fits(Request request) {
			int more = request.segments().size() - this.path.size();
			return request.method().equals(this.method) && more >= this.least && more <= this.most
					&& request.segments().subList(0, this.path.size()).equals(this.path);
		}

	}

}
