package chargerunner.gateway;

import java.io.Serial;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import org.springframework.context.MessageSourceResolvable;

/**
 * Settings that a person must correct before the gateway can be used. Nothing was sent.
 */
public final class GatewaySettingsException extends IllegalStateException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final transient List<MessageSourceResolvable> problems;

	GatewaySettingsException(List<MessageSourceResolvable> problems) {
		super(problems.stream()
			.map((problem) -> String.join(",", Objects.requireNonNullElse(problem.getCodes(), new String[0])))
			.collect(Collectors.joining("; ")));
		this.problems = List.copyOf(problems);
	}

	/**
	 * {@return every problem, as codes and arguments of the bundle
	 * {@code chargerunner/gateway/messages}}
	 */
	public List<MessageSourceResolvable> problems() {
		return this.problems;
	}

}
