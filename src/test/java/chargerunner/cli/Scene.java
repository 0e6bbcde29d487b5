package chargerunner.cli;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import chargerunner.sandbox.Sandbox;
import chargerunner.sandbox.SandboxOptions;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A directory, an embedded database and a gateway in one of the states in which a command
 * may find them. What takes long to come about is made once and copied.
 */
final class Scene implements AutoCloseable {

	private static final Map<Template, Path> MADE = new EnumMap<>(Template.class);

	private final Path directory;

	private final Sandbox sandbox;

	private final Map<String, String> environment = new HashMap<>();

	private final Deque<AutoCloseable> helpers = new ArrayDeque<>();

	private Scene(Path directory) {
		this.directory = directory;
		this.sandbox = Sandbox.start(SandboxOptions.builder().key("key").secret("secret").build());
		this.environment.putAll(Map.of("CHARGE_LANG", "en", "PORTONE_API_BASE_URL", this.sandbox.baseUrl().toString(),
				"PORTONE_API_KEY", "key", "PORTONE_API_SECRET", "secret", "PORTONE_API_READ_TIMEOUT", "2s",
				"CHARGE_QUARANTINE", "2s", "CHARGE_RESOLVE_FOR", "2s", "CHARGE_LEASE", "2s"));
	}

	/** What a ledger holds, of a run of a file and of a night. */
	private enum Template {

		/** Nothing at all: not even tables. */
		EMPTY {
			@Override
			void make(Scene scene) {
				scene.file("charges.csv", "kim_1,1000,Plan,A-1", "kim_2,2000,Plan,A-2");
			}
		},
		/** Tables, and an input that cannot be charged. */
		REJECTED {
			@Override
			void make(Scene scene) {
				scene.expect(0, "migrate");
				scene.file("charges.csv", "kim_1,1e3,Plan,A-1");
				scene.subscription("late", "kim_3", "2025-01-10");
			}
		},
		/** Two runs that are finished. */
		FINISHED {
			@Override
			void make(Scene scene) {
				scene.charge(0, "kim");
			}
		},
		/** Two runs with a row that stays in doubt. */
		IN_DOUBT {
			@Override
			void make(Scene scene) {
				scene.charge(75, "lost-always");
				scene.sql("UPDATE charge_attempt SET last_sent_at = TIMESTAMPADD(SECOND, -60, CURRENT_TIMESTAMP(6))");
			}
		};

		abstract void make(Scene scene);

	}

	/** The states. */
	enum State {

		NO_RUN_YET(Template.EMPTY), PLANNING_KILLED(Template.FINISHED) {
			@Override
			void prepare(Scene scene) {
				scene.killBeforeTheFirstClaim();
				scene.sql("UPDATE charge_run SET state = 'planning', sealed_at = NULL, finished_at = NULL,"
						+ " planned_rows = NULL, planned_valid = NULL, planned_won = NULL");
			}
		},
		SEALED_UNFINISHED(Template.FINISHED) {
			@Override
			void prepare(Scene scene) {
				scene.killBeforeTheFirstClaim();
			}
		},
		HELD_BY_A_PROCESS(Template.IN_DOUBT) {
			@Override
			void prepare(Scene scene) {
				scene.renewLeases();
			}
		},
		DATABASE_FILE_HELD(Template.FINISHED) {
			@Override
			void prepare(Scene scene) {
				scene.openElsewhere();
			}
		},
		FINISHED(Template.FINISHED), IN_DOUBT(Template.IN_DOUBT), REJECTED_INPUT(Template.REJECTED),
		DATABASE_DOWN(Template.EMPTY) {
			@Override
			void prepare(Scene scene) {
				scene.environment
					.putAll(Map.of("SPRING_DATASOURCE_URL", "jdbc:mysql://127.0.0.1:" + freePort() + "/charges",
							"SPRING_DATASOURCE_USERNAME", "charge", "SPRING_DATASOURCE_PASSWORD", "x"));
			}
		},
		WRONG_PASSWORD(Template.FINISHED) {
			@Override
			void prepare(Scene scene) {
				scene.environment.putAll(Map.of("SPRING_DATASOURCE_URL", scene.url(), "SPRING_DATASOURCE_USERNAME",
						"sa", "SPRING_DATASOURCE_PASSWORD", "wrong"));
			}
		},
		NEWER_SCHEMA(Template.FINISHED) {
			@Override
			void prepare(Scene scene) {
				scene.sql("INSERT INTO \"flyway_schema_history\" (\"installed_rank\", \"version\", \"description\","
						+ " \"type\", \"script\", \"installed_by\", \"execution_time\", \"success\")"
						+ " VALUES (99, '99', 'later', 'SQL', 'V99.sql', 'sa', 1, 1)");
			}
		},
		GATEWAY_DOWN(Template.IN_DOUBT) {
			@Override
			void prepare(Scene scene) {
				scene.environment.put("PORTONE_API_BASE_URL", "http://127.0.0.1:" + freePort());
			}
		},
		WRONG_CREDENTIALS(Template.IN_DOUBT) {
			@Override
			void prepare(Scene scene) {
				scene.environment.put("PORTONE_API_KEY", "wrong");
			}
		},
		NO_CREDENTIALS(Template.IN_DOUBT) {
			@Override
			void prepare(Scene scene) {
				scene.environment.remove("PORTONE_API_KEY");
				scene.environment.remove("PORTONE_API_SECRET");
			}
		};

		private final Template template;

		State(Template template) {
			this.template = template;
		}

		void prepare(Scene scene) {
			// As it was made.
		}

		String inWords() {
			return name().toLowerCase(Locale.ROOT).replace('_', ' ');
		}

		/**
		 * {@return a scene in this state}
		 * @param templates where what is made once is kept
		 * @param directory an empty directory
		 */
		Scene in(Path templates, Path directory) throws IOException {
			FileSystemUtils.copyRecursively(made(this.template, templates), directory);
			Scene scene = new Scene(directory);
			prepare(scene);
			return scene;
		}

	}

	private static Path made(Template template, Path templates) throws IOException {
		Path made = MADE.get(template);
		if (made == null) {
			made = Files.createDirectories(templates.resolve(template.name()));
			try (Scene scene = new Scene(made)) {
				scene.file("others.csv", "lee_1,1000,Plan,O-1");
				template.make(scene);
			}
			MADE.put(template, made);
		}
		return made;
	}

	static void forgetTemplates() {
		MADE.clear();
	}

	Ran run(boolean watched, String... arguments) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		ByteArrayOutputStream err = new ByteArrayOutputStream();
		Surroundings surroundings = new Surroundings(this.environment, stream(out), stream(err), () -> watched,
				watched ? Ran.answering("n") : Ran.NOBODY, Ran.CLOCK, this.directory);
		int code = Program.run(here(arguments), application(), surroundings);
		return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
	}

	private static PrintStream stream(ByteArrayOutputStream bytes) {
		return new PrintStream(bytes, true, StandardCharsets.UTF_8);
	}

	/** Files and directories are those of this scene. */
	private String[] here(String[] arguments) {
		return Stream.of(arguments)
			.map((word) -> (word.endsWith(".csv") || word.equals("out")) ? this.directory.resolve(word).toString()
					: word)
			.toArray(String[]::new);
	}

	private static Class<?> application() {
		try {
			return Class.forName("chargerunner.ChargeRunnerApplication");
		}
		catch (ClassNotFoundException ex) {
			throw new AssertionError(ex);
		}
	}

	long postsOfAgain() {
		return this.sandbox.postsOfAgain();
	}

	private void charge(int exit, String customer) {
		expect(0, "migrate");
		file("charges.csv", customer + "-1,1000,Plan,A-1", "kim_2,2000,Plan,A-2");
		subscription("s1", customer + "-3", "2026-03-10");
		expect(exit, "charge", "--csv", "charges.csv", "--out", "out");
		expect(exit, "charge", "--due", "2026-03-10", "--out", "out");
	}

	private void expect(int exit, String... arguments) {
		Ran ran = run(false, arguments);
		assertThat(ran.code()).as(ran.toString()).isEqualTo(exit);
	}

	private void file(String name, String... rows) {
		try {
			Files.writeString(this.directory.resolve(name),
					"customer_uid,amount,name,reference\n" + String.join("\n", rows) + "\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void subscription(String id, String customer, String dueOn) {
		sql("INSERT INTO subscription (id, customer_uid, name, amount, cadence, anchor_date, next_due_on) VALUES ('"
				+ id + "', '" + customer + "', 'Plan', 1000, 'year', '" + dueOn + "', '" + dueOn + "')");
	}

	/** Leaves the ledger, and Spring Batch's tables, as a process that was killed. */
	private void killBeforeTheFirstClaim() {
		sql("DELETE FROM charge_attempt");
		sql("UPDATE charge SET status = 'planned'");
		sql("UPDATE charge_run SET state = 'sealed', finished_at = NULL");
		sql("UPDATE BATCH_JOB_EXECUTION SET STATUS = 'STARTED', EXIT_CODE = 'UNKNOWN', END_TIME = NULL");
		sql("UPDATE BATCH_STEP_EXECUTION SET STATUS = 'STARTED', EXIT_CODE = 'EXECUTING', END_TIME = NULL");
	}

	private void sql(String statement) {
		try (Connection connection = connect(); Statement sql = connection.createStatement()) {
			sql.execute(statement);
		}
		catch (SQLException ex) {
			throw new AssertionError(ex);
		}
	}

	private Connection connect() throws SQLException {
		return DriverManager.getConnection(url() + ";MODE=MySQL;TIME ZONE=UTC;DB_CLOSE_ON_EXIT=FALSE", "sa", "");
	}

	private String url() {
		return "jdbc:h2:file:" + this.directory.resolve("data/charge-runner");
	}

	/** Does what a live process does, until the scene is closed. */
	private void renewLeases() {
		ScheduledExecutorService renewer = Executors.newSingleThreadScheduledExecutor();
		try {
			Connection connection = connect();
			this.helpers.push(connection);
			Statement statement = connection.createStatement();
			renewer.scheduleAtFixedRate(() -> {
				try {
					statement.execute("UPDATE charge_run SET lease_owner = 'another process',"
							+ " lease_until = TIMESTAMPADD(SECOND, 60, CURRENT_TIMESTAMP(6))");
				}
				catch (SQLException ex) {
					throw new AssertionError(ex);
				}
			}, 0, 100, TimeUnit.MILLISECONDS);
		}
		catch (SQLException ex) {
			throw new AssertionError(ex);
		}
		this.helpers.push(() -> {
			renewer.shutdown();
			assertThat(renewer.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
		});
	}

	private void openElsewhere() {
		try {
			Process holder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Holder.class.getName(),
					url())
				.redirectError(ProcessBuilder.Redirect.INHERIT)
				.start();
			this.helpers.push(() -> {
				holder.destroy();
				holder.waitFor();
			});
			BufferedReader output = new BufferedReader(
					new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8));
			assertThat(output.readLine()).isEqualTo("open true");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int freePort() {
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return free.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		for (AutoCloseable helper : List.copyOf(this.helpers)) {
			try {
				helper.close();
			}
			catch (Exception ex) {
				throw new AssertionError(ex);
			}
		}
		this.sandbox.close();
	}

}
