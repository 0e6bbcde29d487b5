package chargerunner.cli;

import chargerunner.job.Progress;

import org.springframework.context.support.MessageSourceAccessor;

/**
 * Progress as people see it, on standard error. Closing it ends the current part.
 */
interface ShownProgress extends Progress, AutoCloseable {

	static ShownProgress on(Invocation invocation, MessageSourceAccessor messages) {
		Surroundings surroundings = invocation.surroundings();
		return surroundings.watched().getAsBoolean() ? new ProgressBars(invocation, messages)
				: new ProgressLines(invocation, messages, System::nanoTime).ticking();
	}

	/** Ends the current part, so that something else can be shown. */
	void pause();

	@Override
	void close();

}
