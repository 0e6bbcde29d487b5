package chargerunner.intake;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InputSamplesTests {

	@Test
	void hasValidCharges() throws Exception {
		ChargeFile file = open("charges.csv");

		assertThat(file.firstProblems()).isEmpty();
		assertThat(file.rows()).isEqualTo(24);
		assertThat(file.validWon()).isEqualTo(650_800);
		assertThat(file.columns()).contains("부서");
	}

	@Test
	void hasChargesAsKoreanExcelSavesThem() throws Exception {
		ChargeFile file = open("charges-cp949.csv");

		assertThat(file.charset()).isEqualTo(FileFormat.CP949);
		assertThat(file.firstProblems()).isEmpty();
		assertThat(file.rows()).isEqualTo(6);
		assertThat(file.validWon()).isEqualTo(234_800);
	}

	@Test
	void hasOneMistakeInEachRow() throws Exception {
		ChargeFile file = open("with-mistakes.csv");

		assertThat(file.validRows()).isEqualTo(1);
		assertThat(file.firstProblems()).extracting(Problem::code)
			.containsExactly("value.missing", "value.scientific", "amount.exponent", "amount.decimal", "amount.zero",
					"amount.negative", "amount.currency_sign", "amount.grouping", "amount.full_width",
					"amount.overflow", "value.excel_error", "value.missing", "value.too_long", "value.emoji",
					"value.control", "value.date", "row.same_reference", "row.same_reference", "amount.tax",
					"value.too_long", "quota.amount", "currency.other", "row.same_charge", "row.same_charge",
					"row.too_many_cells", "row.too_few_cells", "row.quotes");
	}

	private static ChargeFile open(String name) throws RefusedFileException {
		return ChargeFile.open(Path.of("input-samples", name), Limits.NONE);
	}

}
