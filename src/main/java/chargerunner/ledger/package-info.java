/**
 * The ledger in MySQL or the embedded database: implements the domain's ports over JDBC.
 * Knows nothing of HTTP.
 */
@NullMarked
package chargerunner.ledger;

import org.jspecify.annotations.NullMarked;
