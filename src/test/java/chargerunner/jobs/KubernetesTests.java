package chargerunner.jobs;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import chargerunner.job.ExitCode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

class KubernetesTests {

	private final CronJob cronJob = Manifest.read("cronjob.yaml", CronJob.class);

	private final CronJobSpec schedule = this.cronJob.getSpec();

	private final JobSpec job = this.schedule.getJobTemplate().getSpec();

	private final PodSpec pod = this.job.getTemplate().getSpec();

	private final Container container = this.pod.getContainers().get(0);

	@ParameterizedTest
	@ValueSource(strings = { "kind: CronJob\nspec: {timezone: Asia/Seoul}", "spec: {jobTemplate: {spec: {backOff: 1}}}",
			"spec: {suspend: 'true'}", "spec: {schedule: a, schedule: b}", "spec: {startingDeadlineSeconds: soon}",
			"spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: x, enviroment: []}]}}}}}" })
	void testRefusesWhatKubernetesWould(String yaml) {
		assertThatException().isThrownBy(() -> Manifest.parse(new StringReader(yaml), CronJob.class));
	}

	@Test
	void isOfTheKindsThatItClaims() {
		Secret secret = Manifest.read("secret.yaml", Secret.class);
		PersistentVolumeClaim files = Manifest.read("files.yaml", PersistentVolumeClaim.class);

		assertThat(this.cronJob.getApiVersion() + " " + this.cronJob.getKind()).isEqualTo("batch/v1 CronJob");
		assertThat(secret.getApiVersion() + " " + secret.getKind()).isEqualTo("v1 Secret");
		assertThat(files.getApiVersion() + " " + files.getKind()).isEqualTo("v1 PersistentVolumeClaim");
	}

	@Test
	void startsOnceADayInSeoul() {
		assertThat(this.schedule.getTimeZone()).isEqualTo("Asia/Seoul");
		assertThat(this.schedule.getSchedule()).isEqualTo(Nightly.SCHEDULE);
		assertThat(this.schedule.getConcurrencyPolicy()).isEqualTo("Forbid");
		assertThat(this.schedule.getStartingDeadlineSeconds()).isBetween(600L, 12 * 3600L);
		assertThat(this.job.getActiveDeadlineSeconds()).isLessThan(24 * 3600L);
		assertThat(this.schedule.getSuccessfulJobsHistoryLimit()).isPositive();
		assertThat(this.schedule.getFailedJobsHistoryLimit()).isPositive();
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OK")
	void doesWithEachExitCodeWhatItMeans(ExitCode code) {
		assertThat(action(code.code())).isEqualTo(switch (code) {
			case USAGE, REFUSED, BROKEN, SETTINGS -> "FailJob";
			case UNFINISHED, HELD -> "Count";
			case OK -> throw new IllegalArgumentException("is no failure");
		});
	}

	@ParameterizedTest
	@ValueSource(ints = { 137, 143 })
	void goesOnAfterASignal(int code) {
		assertThat(action(code)).isEqualTo("Count");
	}

	@Test
	void doesNotCountWhatTheClusterInterrupts() {
		PodFailurePolicyRule first = rules().get(0);

		assertThat(first.getAction()).isEqualTo("Ignore");
		assertThat(first.getOnPodConditions()).singleElement()
			.satisfies((condition) -> assertThat(condition.getType() + "=" + condition.getStatus())
				.isEqualTo("DisruptionTarget=True"));
		assertThat(rules().stream().skip(1)).allMatch((rule) -> rule.getOnPodConditions().isEmpty());
	}

	@Test
	void hasRulesThatKubernetesTakes() {
		List<Integer> all = new ArrayList<>();
		rules().stream().skip(1).map(PodFailurePolicyRule::getOnExitCodes).forEach((codes) -> {
			assertThat(codes.getOperator()).isEqualTo("In");
			assertThat(codes.getContainerName()).isEqualTo(this.container.getName());
			assertThat(codes.getValues()).isSorted().doesNotContain(0);
			all.addAll(codes.getValues());
		});

		assertThat(all).doesNotHaveDuplicates();
		assertThat(this.pod.getRestartPolicy()).isEqualTo("Never");
		assertThat(this.job.getBackoffLimit()).isBetween(3, 10);
	}

	private List<PodFailurePolicyRule> rules() {
		return this.job.getPodFailurePolicy().getRules();
	}

	private String action(int exitCode) {
		List<String> actions = rules().stream()
			.filter((rule) -> rule.getOnExitCodes() != null && rule.getOnExitCodes().getValues().contains(exitCode))
			.map(PodFailurePolicyRule::getAction)
			.toList();
		assertThat(actions).as("rules for %s", exitCode).hasSize(1);
		return actions.get(0);
	}

	@Test
	void waitsLongerForItsEndThanTheProgramForItsAnswers() {
		String grace = this.container.getEnv()
			.stream()
			.filter((variable) -> variable.getName().equals("CHARGE_STOP_GRACE"))
			.map(EnvVar::getValue)
			.findFirst()
			.orElseThrow();

		assertThat(grace).matches("\\d+s");
		assertThat(this.pod.getTerminationGracePeriodSeconds())
			.isGreaterThanOrEqualTo(Long.parseLong(grace.replace("s", "")) + 30);
	}

	@Test
	void hasNoMoreRightsThanItNeeds() {
		PodSecurityContext all = this.pod.getSecurityContext();
		SecurityContext own = this.container.getSecurityContext();

		assertThat(this.pod.getAutomountServiceAccountToken()).isFalse();
		assertThat(this.pod.getEnableServiceLinks()).isFalse();
		assertThat(all.getRunAsNonRoot()).isTrue();
		assertThat(all.getRunAsUser()).isEqualTo(all.getRunAsGroup()).isEqualTo(all.getFsGroup()).isPositive();
		assertThat(all.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
		assertThat(own.getReadOnlyRootFilesystem()).isTrue();
		assertThat(own.getAllowPrivilegeEscalation()).isFalse();
		assertThat(own.getCapabilities().getDrop()).containsExactly("ALL");
		assertThat(this.container.getResources().getRequests()).containsOnlyKeys("cpu", "memory");
		assertThat(this.container.getResources().getLimits()).containsOnlyKeys("memory");
	}

	@Test
	void mountsWhatItHas() {
		assertThat(this.container.getVolumeMounts().stream().map(VolumeMount::getName))
			.containsExactlyInAnyOrderElementsOf(this.pod.getVolumes().stream().map(Volume::getName).toList());
		assertThat(volume("files").getPersistentVolumeClaim().getClaimName())
			.isEqualTo(Manifest.read("files.yaml", PersistentVolumeClaim.class).getMetadata().getName());
		assertThat(volume("tmp").getEmptyDir()).isNotNull();
	}

	@Test
	void takesEverySecretFromTheSecretAndNoneFromTheEnvironment() {
		Secret secret = Manifest.read("secret.yaml", Secret.class);

		assertThat(volume("secrets").getSecret().getSecretName()).isEqualTo(secret.getMetadata().getName());
		assertThat(volume("secrets").getSecret().getOptional()).isNull();
		assertThat(volume("secrets").getSecret().getItems().stream().map(KeyToPath::getKey))
			.containsExactlyInAnyOrderElementsOf(secret.getStringData().keySet());
		assertThat(secret.getStringData().values()).allMatch((value) -> value.contains("REPLACE_ME"));
		assertThat(secret.getData()).isEmpty();
		assertThat(this.container.getEnv().stream().map(EnvVar::getName))
			.containsExactlyInAnyOrder("CHARGE_SECRETS_DIR", "CHARGE_STOP_GRACE", "CHARGE_LANG");
		assertThat(Stream.of(volume("secrets").getSecret().getDefaultMode())).containsExactly(0440);
	}

	private Volume volume(String name) {
		return this.pod.getVolumes()
			.stream()
			.filter((volume) -> volume.getName().equals(name))
			.findFirst()
			.orElseThrow();
	}

}
