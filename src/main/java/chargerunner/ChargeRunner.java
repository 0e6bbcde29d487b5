package chargerunner;

import chargerunner.cli.Program;

/**
 * The program's entry: {@code java -jar charge-runner.jar COMMAND}.
 */
public final class ChargeRunner {

	private ChargeRunner() {
	}

	/**
	 * Runs one command and ends the process with its exit code.
	 * @param args the command line
	 */
	public static void main(String[] args) {
		System.exit(Program.run(args, ChargeRunnerApplication.class));
	}

}
