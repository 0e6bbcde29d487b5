/**
 * A genuine MySQL for the tests: found, or fetched and started, once per JVM.
 */
@NullMarked
package chargerunner.mysql;

import org.jspecify.annotations.NullMarked;
