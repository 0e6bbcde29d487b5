/**
 * The domain: what to charge, attempts, outcomes, decline classes, the sending window. No
 * Spring, no I/O; the ports that the other packages implement are declared here.
 */
@NullMarked
package chargerunner.charge;

import org.jspecify.annotations.NullMarked;
