/**
 * PortOne V1 over HTTP: the calls that charging needs, their answers as values, and what
 * the texts of declines mean. Knows nothing of the database.
 */
@NullMarked
package chargerunner.gateway;

import org.jspecify.annotations.NullMarked;
