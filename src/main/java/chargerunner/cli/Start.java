package chargerunner.cli;

import java.util.Map;

/**
 * What a command needs of the application.
 *
 * @param options properties that the command line sets, before those of the environment
 * @param dryRun whether nothing is to be stored
 * @param reads whether the ledger is only asked, so that where none is none is made
 * @param movesMoney whether PortOne is called
 * @param serves whether pages are served
 * @param debug whether traces are shown
 */
record Start(Map<String, Object> options, boolean dryRun, boolean reads, boolean movesMoney, boolean serves,
		boolean debug) {

	Start reading() {
		return new Start(this.options, this.dryRun, true, this.movesMoney, this.serves, this.debug);
	}

	Start serving() {
		return new Start(this.options, this.dryRun, this.reads, this.movesMoney, true, this.debug);
	}

}
