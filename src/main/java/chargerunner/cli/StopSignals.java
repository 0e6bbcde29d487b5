package chargerunner.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import chargerunner.job.ExitCode;
import chargerunner.job.StopSignal;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * The operating system's signals while a command works: TERM, HUP and the first INT
 * (Ctrl-C) ask it to stop in good order, so that its own exit code counts; a second INT
 * ends the process at once, which is as safe as a kill. Where a signal cannot be caught
 * it ends the process as ever.
 */
final class StopSignals implements AutoCloseable {

	private static final String INTERRUPT = "INT";

	private final StopSignal stop = new StopSignal();

	private final Invocation invocation;

	private final Map<String, @Nullable Object> replaced = new LinkedHashMap<>();

	private StopSignals(Invocation invocation) {
		this.invocation = invocation;
	}

	static StopSignals heard(Invocation invocation) {
		StopSignals signals = new StopSignals(invocation);
		for (String name : List.of(INTERRUPT, "TERM", "HUP")) {
			signals.replaced.put(name, Signals.register(name, () -> signals.heard(name)));
		}
		return signals;
	}

	StopSignal stop() {
		return this.stop;
	}

	private void heard(String name) {
		if (!this.stop.isAsked()) {
			this.invocation.complain("cli.stopping", name);
			this.stop.ask();
		}
		else if (name.equals(INTERRUPT)) {
			this.invocation.complain("cli.stopping.at-once");
			Runtime.getRuntime().halt(ExitCode.UNFINISHED.code());
		}
	}

	@Override
	public void close() {
		this.replaced.forEach(Signals::unregister);
	}

}
