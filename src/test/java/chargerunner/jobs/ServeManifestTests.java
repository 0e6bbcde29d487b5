package chargerunner.jobs;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The Deployment and the Service of {@code serve}. */
class ServeManifestTests {

	private Deployment deployment;

	private Service service;

	private PodSpec pod;

	private Container container;

	@BeforeEach
	void read() throws IOException {
		String[] documents = Files.readString(Path.of("jobs/kubernetes/serve.yaml")).split("(?m)^---$");
		this.deployment = Manifest.parse(new StringReader(documents[0]), Deployment.class);
		this.service = Manifest.parse(new StringReader(documents[1]), Service.class);
		this.pod = this.deployment.getSpec().getTemplate().getSpec();
		this.container = this.pod.getContainers().get(0);
	}

	@Test
	void leadsToThePods() {
		Map<String, String> labels = this.deployment.getSpec().getTemplate().getMetadata().getLabels();

		assertThat(this.deployment.getApiVersion() + " " + this.deployment.getKind()).isEqualTo("apps/v1 Deployment");
		assertThat(this.service.getApiVersion() + " " + this.service.getKind()).isEqualTo("v1 Service");
		assertThat(labels).isEqualTo(this.service.getSpec().getSelector())
			.isEqualTo(this.deployment.getSpec().getSelector().getMatchLabels());
		assertThat(this.service.getSpec().getPorts().get(0).getTargetPort().getStrVal())
			.isEqualTo(this.container.getPorts().get(0).getName());
	}

	@Test
	void asksWhetherItLivesAndWhetherItIsReady() {
		assertThat(path(this.container.getStartupProbe())).isEqualTo("/actuator/health/liveness");
		assertThat(path(this.container.getLivenessProbe())).isEqualTo("/actuator/health/liveness");
		assertThat(path(this.container.getReadinessProbe())).isEqualTo("/actuator/health/readiness");
	}

	private static String path(Probe probe) {
		return probe.getHttpGet().getPath();
	}

	@Test
	void hasNoMoreRightsThanItNeeds() {
		assertThat(this.pod.getAutomountServiceAccountToken()).isFalse();
		assertThat(this.pod.getSecurityContext().getRunAsNonRoot()).isTrue();
		assertThat(this.container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
		assertThat(this.container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
		assertThat(this.container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
		assertThat(this.container.getVolumeMounts().stream().map(VolumeMount::getName))
			.containsExactlyInAnyOrderElementsOf(this.pod.getVolumes().stream().map(Volume::getName).toList());
	}

	@Test
	void takesEverySecretFromTheSecret() {
		List<String> keys = this.pod.getVolumes()
			.stream()
			.filter((volume) -> volume.getSecret() != null)
			.flatMap((volume) -> volume.getSecret().getItems().stream())
			.map(KeyToPath::getKey)
			.toList();

		assertThat(keys).contains("CHARGE_ISSUANCE_SECRET", "CHARGE_SERVE_USER", "CHARGE_SERVE_PASSWORD",
				"PORTONE_API_KEY", "PORTONE_API_SECRET", "SPRING_DATASOURCE_PASSWORD");
		assertThat(this.container.getEnv().stream().map(EnvVar::getName)).doesNotContainAnyElementsOf(keys)
			.contains("CHARGE_ISSUANCE_PUBLIC_URL", "CHARGE_ISSUANCE_MERCHANT_CODE", "CHARGE_SERVE_ADDRESS");
	}

	@Test
	void waitsLongerForItsEndThanTheProgram() {
		assertThat(Stream.of(this.pod.getTerminationGracePeriodSeconds()))
			.allMatch((seconds) -> seconds >= 5 + 20 + 60);
	}

}
