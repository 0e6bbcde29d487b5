package chargerunner.cli;

import java.util.Map;

/**
 * What a command needs of the application.
 *
 * @param options properties that the command line sets, before those of the environment
 * @param dryRun whether nothing is to be stored
 * @param movesMoney whether PortOne is called
 * @param debug whether traces are shown
 */
record Start(Map<String, Object> options, boolean dryRun, boolean movesMoney, boolean debug) {
}
