package chargerunner.cli;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code keys}, and what can be done with them.
 */
@Command(name = "keys")
final class KeysCommand implements Callable<Integer> {

	private final Invocation invocation;

	@Spec
	private CommandSpec spec = CommandSpec.create();

	KeysCommand(Invocation invocation) {
		this.invocation = invocation;
	}

	@Override
	public Integer call() {
		return new KeyErrands(this.invocation, MainCommand.debug(this.spec.commandLine())).list();
	}

	/** {@code keys check}. */
	@Command(name = "check")
	static final class Check implements Callable<Integer> {

		private final Invocation invocation;

		@Spec
		private CommandSpec spec = CommandSpec.create();

		Check(Invocation invocation) {
			this.invocation = invocation;
		}

		@Override
		public Integer call() {
			return new KeyErrands(this.invocation, MainCommand.debug(this.spec.commandLine())).check();
		}

	}

	/** {@code keys revoke}. */
	@Command(name = "revoke")
	static final class Revoke implements Callable<Integer> {

		private final Invocation invocation;

		@Spec
		private CommandSpec spec = CommandSpec.create();

		@Parameters(paramLabel = "CUSTOMER_UID", descriptionKey = "customer-uid",
				converter = OptionValues.Letters.class)
		private String customerUid = "";

		Revoke(Invocation invocation) {
			this.invocation = invocation;
		}

		@Override
		public Integer call() {
			return new KeyErrands(this.invocation, MainCommand.debug(this.spec.commandLine())).revoke(this.customerUid);
		}

	}

}
