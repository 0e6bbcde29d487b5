package chargerunner.cli;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import chargerunner.sandbox.Latency;
import chargerunner.sandbox.Sandbox;
import chargerunner.sandbox.SandboxCharge;
import chargerunner.sandbox.SandboxOptions;

/**
 * A sandbox that answers until the process is told to stop, and then says what it
 * charged. Opens no database and starts no Spring.
 */
final class SandboxSession {

	private static final int SETTINGS = 78;

	private static final int UNWRITABLE = 75;

	private final Invocation invocation;

	private final boolean debug;

	private final PrintStream out;

	SandboxSession(Invocation invocation, boolean debug) {
		this.invocation = invocation;
		this.debug = debug;
		this.out = invocation.surroundings().out();
	}

	int run(SandboxCommand command) {
		SandboxOptions options;
		try {
			options = options(command);
		}
		catch (IllegalArgumentException ex) {
			this.invocation.complain("cli.sandbox.options", String.valueOf(ex.getMessage()));
			return 2;
		}
		try (Sandbox sandbox = Sandbox.start(options)) {
			Path portFile = command.portFile();
			if (portFile != null) {
				PortFile.write(portFile, sandbox.port());
			}
			return serve(sandbox);
		}
		catch (UncheckedIOException ex) {
			return complain(command, ex);
		}
	}

	private static SandboxOptions options(SandboxCommand command) {
		return SandboxOptions.builder()
			.port(command.port())
			.key(command.key())
			.secret(command.secret())
			.seed(command.seed())
			.latency(new Latency(command.latency(), command.latencySpread()))
			.slow(command.slow())
			.drip(command.drip())
			.lookUpLag(command.lookUpLag())
			.faultMix(command.faults())
			.lookUpFaults(command.lookUpFaults())
			.tokenLife(command.tokenLife())
			.clockOffset(command.clockOffset())
			.failedConsumesNumber(!command.isReuseFailedNumbers())
			.expireTokensAfter(command.expireTokensAfter())
			.threeCallsOnly(command.isThreeCallsOnly())
			.acceptsRepeatedNumbers(command.isAcceptRepeatedNumbers())
			.sandboxFlag(!command.isPretendLive())
			.build();
	}

	private int serve(Sandbox sandbox) {
		AtomicBoolean said = new AtomicBoolean();
		// Else the signal would decide on the exit code.
		Thread farewell = new Thread(() -> {
			sayLedger(sandbox, said);
			Runtime.getRuntime().halt(0);
		}, "farewell");
		Runtime.getRuntime().addShutdownHook(farewell);
		this.out.println(this.invocation.texts().say("cli.sandbox.started", sandbox.baseUrl().toString()));
		this.out.println("export PORTONE_API_BASE_URL=" + sandbox.baseUrl());
		this.out.println("export PORTONE_API_KEY=sandbox PORTONE_API_SECRET=sandbox");
		try {
			new CountDownLatch(1).await();
		}
		catch (InterruptedException ex) {
			Runtime.getRuntime().removeShutdownHook(farewell);
			sayLedger(sandbox, said);
		}
		return 0;
	}

	private void sayLedger(Sandbox sandbox, AtomicBoolean said) {
		sandbox.close();
		if (said.compareAndSet(false, true)) {
			long paid = sandbox.charges()
				.stream()
				.filter((charge) -> charge.status() == SandboxCharge.Status.PAID)
				.count();
			this.out.println("ledger paid=" + paid + " won=" + sandbox.paidWon() + " posts=" + sandbox.postsOfAgain());
		}
	}

	private int complain(SandboxCommand command, UncheckedIOException ex) {
		if (this.debug) {
			ex.printStackTrace(this.invocation.surroundings().err());
		}
		if (ex.getCause() instanceof BindException) {
			this.invocation.complain("cli.sandbox.port-taken", Integer.toString(command.port()));
			return SETTINGS;
		}
		this.invocation.complain("cli.sandbox.port-file", String.valueOf(command.portFile()),
				String.valueOf(ex.getCause()));
		return UNWRITABLE;
	}

}
