package chargerunner.job;

import java.util.List;

import org.springframework.context.MessageSourceResolvable;

/**
 * Shows a person what is about to be sent, and has them agree to it.
 */
@FunctionalInterface
public interface Consent {

	/**
	 * Returns when the work is wanted. Nothing is held meanwhile, however long it takes.
	 * @param preview what will be sent and what not, in sentences
	 * @throws CommandFailedException when it is not wanted; nothing was done
	 */
	void ask(List<MessageSourceResolvable> preview);

}
