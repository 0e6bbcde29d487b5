package chargerunner.jobs;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads manifests as a cluster does that validates strictly: a field that Kubernetes does
 * not know, one that stands there twice, or a value of another type is refused.
 */
final class Manifest {

	private static final JsonMapper STRICT = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
		.annotationIntrospector(new NoAnySetter())
		.build();

	private Manifest() {
	}

	static <T> T read(String name, Class<T> kind) {
		try (Reader file = Files.newBufferedReader(Path.of("jobs/kubernetes", name))) {
			return parse(file, kind);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static <T> T parse(Reader yaml, Class<T> kind) {
		LoaderOptions options = new LoaderOptions();
		options.setAllowDuplicateKeys(false);
		return STRICT.convertValue(new Yaml(new SafeConstructor(options)).load(yaml), kind);
	}

	/** The model keeps what it does not know in a map; here it is an error. */
	@SuppressWarnings("serial")
	private static final class NoAnySetter extends JacksonAnnotationIntrospector {

		@Override
		public Boolean hasAnySetter(MapperConfig<?> config, Annotated member) {
			return member.hasAnnotation(JsonAnySetter.class) ? Boolean.FALSE : null;
		}

	}

}
