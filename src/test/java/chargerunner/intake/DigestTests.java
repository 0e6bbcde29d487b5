package chargerunner.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DigestTests {

	private static final String BASE = "customer_uid,amount,name,reference,tax_free\na,1000,정기 결제,R1,\nb,2,n,,5\n";

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "customer_uid,amount,name,reference,tax_free\r\nb,2,n,,5\r\na,1000,정기 결제,R1,\r\n",
			"tax_free,reference,name,amount,customer_uid\n,R1,정기 결제,1000,a\n5,,n,2,b\n",
			"customer_uid,amount,name,reference,tax_free,memo\n a ,\"1,000\",정기 \u3000결제,R1 ,,x\n\nb,2,n,,5,y\n",
			"customer_uid,amount,name,reference,tax_free,vat_amount,currency,retry_of,buyer_name\n"
					+ "a,1000,정기 결제,R1,,,,,kim\nb,2,n,,5,,,,lee",
			"customer_uid,amount,name,reference,tax_free\na,01000,\u110C\u1165\u11BC기 결제,R1,\nb,2,n,,\"5\"\n" })
	void staysTheSameForSameRows(String content) throws Exception {
		assertThat(digest(content)).isEqualTo(digest(BASE));
	}

	@ParameterizedTest
	@ValueSource(strings = { "customer_uid,amount,name,reference,tax_free\na,1001,정기 결제,R1,\nb,2,n,,5\n",
			"customer_uid,amount,name,reference,tax_free\na,1000,정기결제,R1,\nb,2,n,,5\n",
			"customer_uid,amount,name,reference,tax_free\nA,1000,정기 결제,R1,\nb,2,n,,5\n",
			"customer_uid,amount,name,reference,tax_free\na,1000,정기 결제,,\nb,2,n,R1,5\n",
			"customer_uid,amount,name,reference,vat_amount\na,1000,정기 결제,R1,\nb,2,n,,5\n",
			"customer_uid,amount,name,reference,tax_free\na,1000,정기 결제,R1,\nb,2,n,,0\n",
			"customer_uid,amount,name,reference,tax_free,retry_of\na,1000,정기 결제,R1,,cr1\nb,2,n,,5,\n",
			"customer_uid,amount,name,reference,tax_free\na,1000,정기 결제,R1,\n",
			"customer_uid,amount,name,reference,tax_free\na,1000,정기 결제,R1,\nb,2,n,,5\nb,2,n,,5\n",
			"customer_uid,amount,name,reference,tax_free\na,1000,정기 결제,R1,\nb,2,n,,5\nb,x,n,,5\n" })
	void differsForOtherRows(String content) throws Exception {
		assertThat(digest(content)).isNotEqualTo(digest(BASE)).matches("[0-9a-f]{64}");
	}

	@Test
	void isTheSameOnEveryMachineAndInEveryVersion() throws Exception {
		assertThat(digest(BASE)).isEqualTo("15dbf26bffd1081507357340338fcc5bf68deab847595737d9c0c908e04cdf50");
	}

	private String digest(String content) throws IOException, RefusedFileException {
		Path path = Files.writeString(Files.createTempFile(this.directory, "charges", ".csv"), content);
		return ChargeFile.open(path, Limits.NONE).digest();
	}

}
