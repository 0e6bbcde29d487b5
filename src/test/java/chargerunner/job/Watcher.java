package chargerunner.job;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.springframework.context.MessageSourceResolvable;

/**
 * Does something when a part of the work begins or goes on: what others do meanwhile, or
 * the death of the process.
 */
final class Watcher implements Progress {

	final List<MessageSourceResolvable> notices = new CopyOnWriteArrayList<>();

	/** How many rows of each part were done. */
	final Map<Phase, Long> rows = new ConcurrentHashMap<>();

	private final Consumer<Phase> atBegin;

	private final Consumer<Phase> atAdvance;

	private volatile Phase phase = Phase.CHECKING;

	private Watcher(Consumer<Phase> atBegin, Consumer<Phase> atAdvance) {
		this.atBegin = atBegin;
		this.atAdvance = atAdvance;
	}

	static Watcher silent() {
		return new Watcher((phase) -> {
		}, (phase) -> {
		});
	}

	static Watcher atBegin(Phase watched, Runnable work) {
		return new Watcher(only(watched, work), (phase) -> {
		});
	}

	/** Does it whenever rows of that part are done. */
	static Watcher atAdvance(Phase watched, Runnable work) {
		return new Watcher((phase) -> {
		}, only(watched, work));
	}

	private static Consumer<Phase> only(Phase watched, Runnable work) {
		return (phase) -> {
			if (phase == watched) {
				work.run();
			}
		};
	}

	@Override
	public void begin(Phase begun, long total) {
		this.phase = begun;
		this.atBegin.accept(begun);
	}

	@Override
	public void advance(long rows, long wonPaid) {
		this.rows.merge(this.phase, rows, Long::sum);
		this.atAdvance.accept(this.phase);
	}

	@Override
	public void notice(MessageSourceResolvable message) {
		this.notices.add(message);
	}

}
