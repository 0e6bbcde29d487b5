/**
 * Files of charges: recognises, reads and checks them, and says what is wrong. Knows
 * nothing of the ledger, the gateway or a run.
 */
@NullMarked
package chargerunner.intake;

import org.jspecify.annotations.NullMarked;
