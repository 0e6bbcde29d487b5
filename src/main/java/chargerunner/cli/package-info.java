/**
 * The command line: commands, settings from the environment, progress, sentences and exit
 * codes.
 */
@NullMarked
package chargerunner.cli;

import org.jspecify.annotations.NullMarked;
