package chargerunner.job;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

import chargerunner.report.SeoulTime;

import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.support.DefaultMessageSourceResolvable;

/**
 * Sentences of this package's bundle.
 */
final class Notes {

	private Notes() {
	}

	static MessageSourceResolvable of(String code, Object... arguments) {
		return new DefaultMessageSourceResolvable(new String[] { code }, readable(arguments));
	}

	/**
	 * {@return what a dry run says of {@code --limit}}
	 * @param limit the last row to be sent; null for all
	 */
	static Optional<MessageSourceResolvable> ofLimit(@Nullable Long limit) {
		return Optional.ofNullable(limit).map((rows) -> of("job.dry-run.limit", rows));
	}

	/**
	 * {@return the arguments of a sentence, moments as people read them}
	 * @param arguments what the sentence needs
	 */
	static Object[] readable(Object... arguments) {
		return Stream.of(arguments)
			.map((argument) -> (argument instanceof Instant moment) ? SeoulTime.second(moment) : argument)
			.toArray();
	}

}
