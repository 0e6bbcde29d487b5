/**
 * How fast charges are sent, beside other ways to send them: {@code ./mvnw -Pbench test}.
 */
package chargerunner.bench;
