package chargerunner.bench;

import java.util.Map;
import java.util.Objects;

import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import tools.jackson.databind.JsonNode;

import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.launch.support.TaskExecutorJobOperator;
import org.springframework.batch.core.repository.support.ResourcelessJobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.ChunkOrientedStepBuilder;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.file.FlatFileItemReader;
import org.springframework.batch.infrastructure.item.file.FlatFileItemWriter;
import org.springframework.batch.infrastructure.item.file.builder.FlatFileItemReaderBuilder;
import org.springframework.batch.infrastructure.item.file.builder.FlatFileItemWriterBuilder;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.http.MediaType;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/**
 * The job of the textbook: reader, processor that calls, writer. Nothing is kept before a
 * charge is sent.
 */
final class TextbookJob {

	private TextbookJob() {
	}

	/**
	 * Takes the gateway, the CSV file, the result file, the chunk size, and the threads.
	 */
	public static void main(String[] arguments) throws Exception {
		int threads = Integer.parseInt(arguments[4]);
		ResourcelessJobRepository repository = new ResourcelessJobRepository();
		RestClient client = RestClient.builder()
			.baseUrl(arguments[0])
			.requestFactory(new HttpComponentsClientHttpRequestFactory(HttpClients.custom()
				.setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
					.setMaxConnPerRoute(threads)
					.setMaxConnTotal(threads)
					.build())
				.build()))
			.build();
		JsonNode signedIn = Objects.requireNonNull(client.post()
			.uri("/users/getToken")
			.contentType(MediaType.APPLICATION_JSON)
			.body(Map.of("imp_key", "k", "imp_secret", "s"))
			.retrieve()
			.body(JsonNode.class));
		String token = signedIn.at("/response/access_token").asString();
		FlatFileItemReader<Row> reader = new FlatFileItemReaderBuilder<Row>().name("charges")
			.resource(new FileSystemResource(arguments[1]))
			.linesToSkip(1)
			.delimited()
			.names("customerUid", "amount", "name")
			.targetType(Row.class)
			.build();
		FlatFileItemWriter<Result> writer = new FlatFileItemWriterBuilder<Result>().name("results")
			.resource(new FileSystemResource(arguments[2]))
			.delimited()
			.names("customerUid", "status", "impUid")
			.build();
		ChunkOrientedStepBuilder<Row, Result> step = new StepBuilder("charge", repository)
			.<Row, Result>chunk(Integer.parseInt(arguments[3]))
			.reader(reader)
			.processor((row) -> charge(client, token, row))
			.writer(writer);
		if (threads > 1) {
			SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor();
			executor.setConcurrencyLimit(threads);
			step.taskExecutor(executor);
		}
		run(repository, step.build());
		System.exit(0);
	}

	private static void run(ResourcelessJobRepository repository, Step step) throws Exception {
		Job job = new JobBuilder("charges", repository).start(step).build();
		TaskExecutorJobOperator operator = new TaskExecutorJobOperator();
		operator.setJobRepository(repository);
		operator.setJobRegistry(new MapJobRegistry());
		operator.afterPropertiesSet();
		System.out.println(operator.start(job, new JobParameters()).getStatus());
	}

	private static Result charge(RestClient client, String token, Row row) {
		JsonNode answer = Objects.requireNonNull(client.post()
			.uri("/subscribe/payments/again")
			.header("Authorization", "Bearer " + token)
			.contentType(MediaType.APPLICATION_JSON)
			.body(Map.of("customer_uid", row.customerUid(), "merchant_uid", "book-" + row.customerUid(), "amount",
					row.amount(), "name", row.name()))
			.retrieve()
			.body(JsonNode.class));
		return new Result(row.customerUid(), answer.at("/response/status").asString(),
				answer.at("/response/imp_uid").asString());
	}

	/** A row of the file. */
	record Row(String customerUid, long amount, String name) {
	}

	/** A line of the result. */
	record Result(String customerUid, String status, String impUid) {
	}

}
