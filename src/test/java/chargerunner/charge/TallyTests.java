package chargerunner.charge;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TallyTests {

	private final Tally tally = new Tally();

	@Test
	void isZeroAtFirst() {
		assertThat(this.tally.rows()).isZero();
		assertThat(this.tally.won()).isZero();
		assertThat(this.tally.rows(RowOutcome.PAID)).isZero();
		assertThat(this.tally.won(RowOutcome.PAID)).isZero();
	}

	@Test
	void addsRowsAndWonByOutcome() {
		this.tally.add(RowOutcome.PAID, 9_900);
		this.tally.add(RowOutcome.PAID, 100);
		this.tally.add(RowOutcome.UNKNOWN, 5);
		this.tally.add(RowOutcome.DECLINED, 3, 30);
		this.tally.add(RowOutcome.DECLINED, 2, 20);

		assertThat(this.tally.rows(RowOutcome.PAID)).isEqualTo(2);
		assertThat(this.tally.won(RowOutcome.PAID)).isEqualTo(10_000);
		assertThat(this.tally.rows(RowOutcome.DECLINED)).isEqualTo(5);
		assertThat(this.tally.won(RowOutcome.DECLINED)).isEqualTo(50);
		assertThat(this.tally.rows(RowOutcome.REFUSED)).isZero();
		assertThat(this.tally.rows()).isEqualTo(8);
		assertThat(this.tally.won()).isEqualTo(10_055);
	}

	@Test
	void refusesASumOfOneOutcomeThatItCannotHold() {
		this.tally.add(RowOutcome.PAID, Long.MAX_VALUE);

		assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> this.tally.add(RowOutcome.PAID, 1));
	}

	@Test
	void refusesASumOfAllOutcomesThatItCannotHold() {
		this.tally.add(RowOutcome.PAID, Long.MAX_VALUE);
		this.tally.add(RowOutcome.DECLINED, 1);

		assertThatExceptionOfType(ArithmeticException.class).isThrownBy(this.tally::won);
	}

}
