package chargerunner.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code sandbox}: its options; the work is {@link SandboxSession}'s.
 */
@Command(name = "sandbox")
final class SandboxCommand implements Callable<Integer> {

	private final Invocation invocation;

	@Spec
	private CommandSpec spec = CommandSpec.create();

	@Option(names = "--port", paramLabel = "N", defaultValue = "0", converter = OptionValues.Port.class)
	private int port;

	@Option(names = "--port-file", paramLabel = "FILE", converter = OptionValues.Place.class)
	private @Nullable Path portFile;

	@Option(names = "--seed", paramLabel = "N", defaultValue = "1", converter = OptionValues.Count.class)
	private long seed;

	@Option(names = "--latency", paramLabel = "TIME", defaultValue = "0ms", converter = OptionValues.Time.class)
	private Duration latency = Duration.ZERO;

	@Option(names = "--latency-spread", paramLabel = "SIGMA", defaultValue = "0", converter = OptionValues.Share.class)
	private double latencySpread;

	@Option(names = "--faults", paramLabel = "SHARE", defaultValue = "0", converter = OptionValues.Share.class)
	private double faults;

	@Option(names = "--look-up-faults", paramLabel = "SHARE", defaultValue = "0", converter = OptionValues.Share.class)
	private double lookUpFaults;

	@Option(names = "--slow", paramLabel = "TIME", defaultValue = "90s", converter = OptionValues.Time.class)
	private Duration slow = Duration.ZERO;

	@Option(names = "--drip", paramLabel = "TIME", defaultValue = "1s", converter = OptionValues.Time.class)
	private Duration drip = Duration.ZERO;

	@Option(names = "--look-up-lag", paramLabel = "TIME", defaultValue = "3s", converter = OptionValues.Time.class)
	private Duration lookUpLag = Duration.ZERO;

	@Option(names = "--token-life", paramLabel = "TIME", defaultValue = "30m", converter = OptionValues.Time.class)
	private Duration tokenLife = Duration.ZERO;

	@Option(names = "--expire-tokens-after", paramLabel = "N", defaultValue = "0", converter = OptionValues.Count.class)
	private long expireTokensAfter;

	@Option(names = "--clock-offset", paramLabel = "TIME", defaultValue = "0s", converter = OptionValues.Offset.class)
	private Duration clockOffset = Duration.ZERO;

	@Option(names = "--key", paramLabel = "KEY")
	private @Nullable String key;

	@Option(names = "--secret", paramLabel = "SECRET")
	private @Nullable String secret;

	@Option(names = "--reuse-failed-numbers")
	private boolean reuseFailedNumbers;

	@Option(names = "--three-calls-only")
	private boolean threeCallsOnly;

	@Option(names = "--accept-repeated-numbers")
	private boolean acceptRepeatedNumbers;

	@Option(names = "--pretend-live")
	private boolean pretendLive;

	SandboxCommand(Invocation invocation) {
		this.invocation = invocation;
	}

	@Override
	public Integer call() {
		return new SandboxSession(this.invocation, MainCommand.debug(this.spec.commandLine())).run(this);
	}

	int port() {
		return this.port;
	}

	@Nullable Path portFile() {
		return this.portFile;
	}

	long seed() {
		return this.seed;
	}

	Duration latency() {
		return this.latency;
	}

	double latencySpread() {
		return this.latencySpread;
	}

	double faults() {
		return this.faults;
	}

	double lookUpFaults() {
		return this.lookUpFaults;
	}

	Duration slow() {
		return this.slow;
	}

	Duration drip() {
		return this.drip;
	}

	Duration lookUpLag() {
		return this.lookUpLag;
	}

	Duration tokenLife() {
		return this.tokenLife;
	}

	long expireTokensAfter() {
		return this.expireTokensAfter;
	}

	Duration clockOffset() {
		return this.clockOffset;
	}

	@Nullable String key() {
		return this.key;
	}

	@Nullable String secret() {
		return this.secret;
	}

	boolean isReuseFailedNumbers() {
		return this.reuseFailedNumbers;
	}

	boolean isThreeCallsOnly() {
		return this.threeCallsOnly;
	}

	boolean isAcceptRepeatedNumbers() {
		return this.acceptRepeatedNumbers;
	}

	boolean isPretendLive() {
		return this.pretendLive;
	}

}
