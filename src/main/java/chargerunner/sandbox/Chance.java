package chargerunner.sandbox;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The sandbox's dice: the same seed, purpose and number always throw the same, whatever
 * the order of the calls.
 *
 * @param seed chooses the dice
 */
record Chance(long seed) {

	private static final List<Delivery> LOOK_UP_FAULTS = List.of(Delivery.DROPPED, Delivery.HTML_404, Delivery.HTML_500,
			Delivery.HTML_502, Delivery.UNAVAILABLE, Delivery.THROTTLED, Delivery.TRUNCATED, Delivery.NOT_JSON);

	Fault chargeFault(double fraction, String merchantUid) {
		RandomGenerator dice = dice("charge", merchantUid);
		return (dice.nextDouble() < fraction) ? Fault.ofMix(dice.nextDouble()) : Fault.NONE;
	}

	Delivery lookUpFault(double fraction, String number, long look) {
		RandomGenerator dice = dice("look-up " + look, number);
		return (dice.nextDouble() < fraction) ? LOOK_UP_FAULTS.get(dice.nextInt(LOOK_UP_FAULTS.size()))
				: Delivery.WHOLE;
	}

	double gaussian(String merchantUid) {
		return dice("latency", merchantUid).nextGaussian();
	}

	private RandomGenerator dice(String purpose, String number) {
		long hash = this.seed * 0x9E3779B97F4A7C15L;
		for (char c : (purpose + ' ' + number).toCharArray()) {
			hash = (hash ^ c) * 0x100000001B3L;
		}
		return new SplittableRandom(hash);
	}

}
