package chargerunner.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class UsageTests {

	private static final String TABLE = """
			''                                            | No command is given              | 명령이 없습니다
			refund                                        | There is no command refund       | refund 명령은 없는
			charge --csv F --dryrun                       | --dryrun is not known            | --dryrun 옵션은 없는
			charge --csv F --dryrun                       | Did you mean --dry-run           | --dry-run
			charge --csv F more                           | more is too much                 | more 값은
			charge                                        | either a file                    | 하나만 지정
			charge --csv F --due                          | not both                         | 하나만 지정
			charge --csv                                  | --csv needs a value              | --csv 옵션에는 값이
			charge --csv F --csv F                        | given twice                      | 두 번
			charge --csv nowhere.csv                      | There is no file nowhere.csv     | nowhere.csv 파일이 없습니다
			charge --csv ��.csv                           | Set LC_ALL=C.UTF-8               | LC_ALL=C.UTF-8을 설정
			charge --csv F --out BLANK                    | --out is empty                   | --out 값이 비어
			charge --csv BLANK                            | --csv is empty                   | --csv 값이 비어
			charge --csv D                                | is a directory                   | 디렉터리입니다
			charge --csv F --catch-up                     | --catch-up is for due            | --catch-up 옵션은 구독
			charge --csv F --batch BLANK                  | 1 to 40 characters               | 1~40자
			charge --due --batch x                        | --batch is for files             | --batch 옵션은 파일
			charge --due --skip-invalid                   | --skip-invalid is for files      | --skip-invalid 옵션은 파일
			charge --due 2026-02-30                       | which is no date                 | 날짜가 아닙니다
			charge --due tomorrow                         | which is no date                 | 날짜가 아닙니다
			charge --due 2026-11-24                       | today is 2026-11-23              | 오늘은 2026-11-23
			charge --csv F --limit 0                      | whole number from 1              | 1 이상의
			charge --csv F --limit x                      | --limit is "x"                   | --limit 값이 "x"
			charge --csv F --expect-count -1              | whole number from 0              | 0 이상의
			charge --csv F --expect-sum 1,00              | Give whole won                   | 원 단위 정수
			charge --csv F --expect-sum 1e3               | Give whole won                   | 원 단위 정수
			charge --csv F --max-sum 99999999999999999999 | Give whole won                   | 원 단위 정수
			charge --csv F --concurrency 0                | from 1 to 512                    | 1부터 512
			charge --csv F --concurrency 513              | from 1 to 512                    | 1부터 512
			charge --csv F --rate -1                      | charges a second                 | 초당
			sandbox --port 70000                          | from 1 to 65535                  | 65535
			sandbox --faults 2                            | from 0 to 1                      | 0부터 1
			sandbox --latency 5                           | a number and a unit              | 숫자와 단위
			sandbox --drip 0ms                            | The sandbox cannot work with drip | drip
			runs --limit 0                                | whole number from 1              | 1 이상의
			runs --all --limit 3                          | either --all or --limit          | 하나만 지정
			runs 4                                        | 4 is too much                    | 4 값은
			show                                          | Say which run                    | 어느 실행인지
			show x                                        | RUN is "x"                       | RUN 값이 "x"
			show 0                                        | the number of a run              | 실행 번호
			show 4 --out D                                | Add --files                      | --files를 추가
			explain                                       | Say which charge                 | 어느 청구인지
			explain a b                                   | b is too much                    | b 값은
			decide                                        | Name the charge                  | 청구를 지정
			decide R                                      | --as paid or --as not-charged    | --as paid
			decide R --as cancelled                       | --as paid or --as not-charged    | --as not-charged
			decide R --as                                 | --as needs a value               | --as 옵션에는 값이
			decide R --as paid --note x                   | --as paid needs the payment      | imp_uid를 --imp-uid로
			decide R --as paid --imp-uid BLANK --note x   | --as paid needs the payment      | imp_uid를 --imp-uid로
			decide R --as not-charged --imp-uid i --note x| Leave it out                     | 빼십시오
			decide R --as not-charged                     | Say why in --note                | 이유를 1~500자
			decide R --as not-charged --note BLANK        | in 1 to 500 characters           | 이유를 1~500자
			decide R --as not-charged --note LONG         | in 1 to 500 characters           | 이유를 1~500자
			decide R S --as not-charged --note x          | S is too much                    | S 값은
			rerun                                         | Say which run                    | 실행 번호를 지정
			rerun x                                       | RUN is "x"                       | RUN 값이 "x"
			rerun 0                                       | RUN is "0"                       | RUN 값이 "0"
			rerun 3 4                                     | 4 is too much                    | 4 값은
			rerun 3 --status paid                         | --status is "paid"               | --status 값이 "paid"
			rerun 3 --status DECLINED                     | declined:hard, declined:all      | declined:hard, declined:all
			rerun 3 --status declined,,not_sent           | with commas between them         | 쉼표로 구분
			rerun 3 --status declined:soft                | --status is "declined:soft"      | --status 값이
			rerun 3 --rows 0-5                            | row numbers of the input         | 행 번호를 1부터
			rerun 3 --rows 9-5                            | --rows is "9-5"                  | --rows 값이 "9-5"
			rerun 3 --rows 5-                             | --rows is "5-"                   | --rows 값이 "5-"
			rerun 3 --references A,,B                     | --references is "A,,B"           | --references 값이
			rerun 3 --limit 0                             | whole number from 1              | 1 이상의
			rerun 3 --dry-run                             | --dry-run is not known           | --dry-run 옵션은 없는
			resolve 4                                     | 4 is too much                    | 4 값은
			""";

	@TempDir
	private Path directory;

	private Path file;

	@BeforeEach
	void file() throws IOException {
		this.file = Files.writeString(this.directory.resolve("charges.csv"), "customer_uid,amount,name\n");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = TABLE)
	void saysInEnglishWhatIsWrong(String arguments, String sentence, String inKorean) {
		Ran ran = Ran.with(Map.of("CHARGE_LANG", "en"), this.directory, split(arguments));

		assertThat(ran.code()).isEqualTo(2);
		assertThat(ran.err()).contains(sentence).contains("--help").doesNotContain("\tat ");
		assertThat(ran.out()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = TABLE)
	void saysInKoreanWhatIsWrong(String arguments, String inEnglish, String sentence) {
		Ran ran = Ran.with(Map.of("CHARGE_LANG", "ko_KR.UTF-8"), this.directory, split(arguments));

		assertThat(ran.code()).isEqualTo(2);
		assertThat(ran.err()).contains(sentence).contains("--help").doesNotContain("\tat ");
		assertThat(ran.out()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "refund", "pay", "keys-revoke" })
	void knowsNoCommandThatIsNotThere(String command) {
		assertThat(Ran.with(Map.of(), this.directory, command).code()).isEqualTo(2);
		assertThat(Ran.with(Map.of(), this.directory, "--help").out()).doesNotContain("  " + command + " ");
	}

	@Test
	void opensNothingOnWrongUsage() {
		Ran.with(Map.of(), this.directory, "charge", "--csv", "nowhere.csv");

		assertThat(this.directory.resolve("data")).doesNotExist();
	}

	private String[] split(String arguments) {
		if (arguments.isEmpty()) {
			return new String[0];
		}
		String[] words = arguments.split(" ");
		for (int i = 0; i < words.length; i++) {
			words[i] = switch (words[i]) {
				case "F" -> this.file.toString();
				case "D" -> this.directory.toString();
				case "BLANK" -> " ";
				case "LONG" -> "x".repeat(501);
				default -> words[i];
			};
		}
		return words;
	}

}
