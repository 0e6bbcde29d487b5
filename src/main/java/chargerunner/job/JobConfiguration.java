package chargerunner.job;

import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

import chargerunner.charge.ChargeLedger;
import chargerunner.charge.Chronicle;
import chargerunner.charge.Decision;
import chargerunner.charge.Decisions;
import chargerunner.charge.PaymentGateway;
import chargerunner.charge.Plans;
import chargerunner.charge.ReasonClassifier;
import chargerunner.charge.Reruns;
import chargerunner.charge.RunReports;
import chargerunner.charge.Runs;
import chargerunner.intake.DueSubscriptions;
import chargerunner.intake.ProblemTexts;
import chargerunner.ledger.LedgerSettings;
import chargerunner.report.ReportFiles;
import org.jspecify.annotations.Nullable;

import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.MessageSourceAccessor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.ClassUtils;

/**
 * The job's beans.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ChargeSettings.class)
public class JobConfiguration {

	/** Billing months and due dates are those of Seoul. */
	@Bean
	@ConditionalOnMissingBean
	Clock clock() {
		return Clock.system(ZoneId.of("Asia/Seoul"));
	}

	/** Of a process that nobody asks to stop; the command line brings its own. */
	@Bean
	@ConditionalOnMissingBean
	StopSignal stopSignal() {
		return new StopSignal();
	}

	@Bean
	LedgerSettings ledgerSettings(ChargeSettings settings) {
		return new LedgerSettings(settings.namespace(), settings.lease(), settings.quarantine());
	}

	/** Virtual threads where the JDK has them; else a platform thread a task. */
	@Bean
	Executor sendingExecutor() {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("send-");
		executor.setDaemon(true);
		executor.setVirtualThreads(ClassUtils.hasMethod(Thread.class, "ofVirtual"));
		return executor;
	}

	@Bean
	ChargeJob chargeJob(JobRepository jobRepository, ChargeLedger ledger, ChargeSettings settings,
			Executor sendingExecutor, Clock clock, StopSignal stopSignal) {
		return new ChargeJob(jobRepository, ledger, settings, sendingExecutor, clock, stopSignal);
	}

	@Bean
	ReportFiles reportFiles(RunReports reports, MessageSource messages) {
		return new ReportFiles(reports, messages);
	}

	@Bean
	RunLauncher runLauncher(RunLauncher.Batch batch, ChargeJob chargeJob, RunLauncher.Stores stores,
			RunLauncher.Remote remote, RunLauncher.Clocks clocks) {
		return new RunLauncher(batch, chargeJob, stores, remote, clocks);
	}

	@Bean
	RunLauncher.Clocks clocks(Clock clock, StopSignal stopSignal) {
		return new RunLauncher.Clocks(clock, stopSignal);
	}

	@Bean
	RunLauncher.Batch batch(JobOperator operator, JobRepository repository) {
		return new RunLauncher.Batch(operator, repository);
	}

	@Bean
	RunLauncher.Stores runStores(Runs runs, RunReports reports, ReportFiles reportFiles) {
		return new RunLauncher.Stores(runs, reports, reportFiles);
	}

	@Bean
	RunLauncher.Remote remote(ObjectProvider<PaymentGateway> gateway, ObjectProvider<ReasonClassifier> reasons) {
		return new RunLauncher.Remote(gateway, reasons);
	}

	@Bean
	FileCharges.Ports chargePorts(Runs runs, Plans plans, RunLauncher launcher, Resolutions resolutions) {
		return new FileCharges.Ports(runs, plans, launcher, resolutions);
	}

	@Bean
	FileCharges fileCharges(ChargeSettings settings, FileCharges.Ports ports, MessageSourceAccessor messages,
			Clock clock) {
		return new FileCharges(settings, ports, new Refusals(new ProblemTexts(messages)), clock);
	}

	@Bean
	DueCharges dueCharges(ChargeSettings settings, FileCharges.Ports ports, JdbcClient jdbc,
			MessageSourceAccessor messages, Clock clock) {
		return new DueCharges(settings, ports,
				new DueCharges.Source(new DueSubscriptions(jdbc), new Refusals(new ProblemTexts(messages))), clock);
	}

	@Bean
	Resolutions resolutions(Runs runs, ChargeLedger ledger, ChargeJob chargeJob, RunLauncher launcher,
			ChargeSettings settings) {
		return new Resolutions(runs, ledger, chargeJob, launcher, settings.resolveFor());
	}

	@Bean
	ReportCommands reportCommands(Chronicle chronicle, Runs runs, ReportFiles files) {
		return new WritingAgain(chronicle, runs, files);
	}

	@Bean
	HandDecisions handDecisions(Runs runs, ChargeLedger ledger, Decisions decisions, ChargeJob chargeJob,
			RunLauncher launcher, ChargeSettings settings) {
		return new HandDecisions(new HandDecisions.Ports(runs, ledger, decisions, chargeJob, launcher),
				settings.quarantine());
	}

	@Bean
	RerunCharges rerunCharges(FileCharges.Ports ports, Reruns reruns) {
		return new RerunCharges(ports, reruns);
	}

	@Bean
	ChargeCommands chargeCommands(FileCharges files, DueCharges due, Resolutions resolutions, HandDecisions decisions,
			RerunCharges reruns, Installation installation) {
		return new Commands(installation, files, due, resolutions, decisions, reruns);
	}

	@Bean
	Installation installation(Runs runs, ChargeSettings settings) {
		return new Installation(runs, settings.namespace());
	}

	/**
	 * The namespace that numbers are derived from must never change.
	 *
	 * @param runs has the stored one
	 * @param namespace the configured one
	 */
	record Installation(Runs runs, String namespace) {

		void check() {
			String stored = this.runs.rememberNamespace(this.namespace);
			if (!stored.equals(this.namespace)) {
				throw new CommandFailedException(ExitCode.SETTINGS, "job.namespace-changed", stored, this.namespace);
			}
		}

	}

	private record Commands(Installation installation, FileCharges files, DueCharges due, Resolutions resolutions,
			HandDecisions decisions, RerunCharges reruns) implements ChargeCommands {

		@Override
		public RunResult chargeFile(Path file, ChargeOptions options, Progress progress) {
			this.installation.check();
			return this.files.charge(file, options, progress);
		}

		@Override
		public List<RunResult> chargeDue(@Nullable LocalDate date, ChargeOptions options, Progress progress) {
			this.installation.check();
			return this.due.charge(date, options, progress);
		}

		@Override
		public Optional<RunResult> chargeFirst(String subscriptionId, ChargeOptions options, Progress progress) {
			this.installation.check();
			return this.due.chargeFirst(subscriptionId, options, progress);
		}

		@Override
		public List<RunResult> resolve(Progress progress) {
			this.installation.check();
			return this.resolutions.resolve(progress);
		}

		@Override
		public RunResult decide(Decision decision, Progress progress) {
			this.installation.check();
			return this.decisions.decide(decision, progress);
		}

		@Override
		public Optional<RunResult> rerun(RerunOrder order, Consent consent, Progress progress) {
			this.installation.check();
			return this.reruns.rerun(order, consent, progress);
		}

	}

}
