/**
 * Billing keys: the signed link, the page, the way back from the PG's window, PortOne's
 * notices, and what is known of every key.
 */
@NullMarked
package chargerunner.issuance;

import org.jspecify.annotations.NullMarked;
