/**
 * Tests of what is in the directory {@code jobs}: other processes are started, as
 * operators start them.
 */
@NullMarked
package chargerunner.jobs;

import org.jspecify.annotations.NullMarked;
