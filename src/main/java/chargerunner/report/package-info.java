/**
 * A run's three files and its summary: projections of the ledger, made again at any time
 * and byte for byte the same for the same ledger.
 */
@NullMarked
package chargerunner.report;

import org.jspecify.annotations.NullMarked;
