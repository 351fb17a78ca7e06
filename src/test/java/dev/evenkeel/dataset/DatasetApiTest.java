package dev.evenkeel.dataset;

import static dev.evenkeel.dataset.Uploads.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.dataset.Uploads.Part;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.testing.ServerTest;
import dev.evenkeel.web.Caller;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

@ServerTest
@TestPropertySource(properties = "evenkeel.datasets.max-bytes=1000000")
class DatasetApiTest {

  private static final String IRIS_SPEC =
      """
      {"name":"iris","format":"csv","task":"classification","target":"species"}""";
  private static final String XY_SPEC =
      """
      {"name":"xy","format":"csv","task":"regression","target":"y"}""";

  @LocalServerPort private int port;
  @Autowired private DatasetFiles files;
  @Autowired private Datasets datasets;
  private Uploads uploads;

  @BeforeEach
  void connect() {
    uploads = new Uploads(port);
  }

  @Test
  void storesIrisWithItsProfile() throws IOException {
    HttpResponse<String> answer = uploads.upload(IRIS_SPEC, sample("iris.csv"));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    JsonNode iris = json(answer);
    String id = iris.get("id").stringValue();
    assertThat(answer.headers().firstValue("Location")).hasValue("/api/v1/datasets/" + id);
    assertThat(iris.get("object").stringValue()).isEqualTo("dataset");
    assertThat(iris.get("examples").intValue()).isEqualTo(150);
    assertThat(iris.get("input_shape").toString()).isEqualTo("[4]");
    assertThat(iris.get("classes").toString())
        .isEqualTo("[\"Iris-setosa\",\"Iris-versicolor\",\"Iris-virginica\"]");
    assertThat(iris.get("bytes").longValue()).isEqualTo(4608);
    assertThat(iris.get("sha256").stringValue())
        .isEqualTo("20f7ef9ad6e85c0752a0cda4c9d1edfcad39c04114a822496a15c20eb1df2cda");
    JsonNode length = iris.get("columns").get(0);
    assertThat(length.get("name").stringValue()).isEqualTo("sepal_length");
    assertThat(length.get("type").stringValue()).isEqualTo("numeric");
    assertThat(length.get("min").doubleValue()).isEqualTo(4.3);
    assertThat(length.get("max").doubleValue()).isEqualTo(7.9);
    assertThat(length.get("mean").doubleValue()).isBetween(5.84, 5.85);
    assertThat(length.get("std").doubleValue()).isBetween(0.82, 0.83);
    assertThat(json(uploads.get("/" + id))).isEqualTo(iris);
    assertThat(
            Files.list(files.local(UUID.fromString(id)).folder())
                .map(p -> p.getFileName().toString()))
        .containsExactlyInAnyOrder("content", "features.npy", "targets.npy", "schema.json");
    assertThat(
            datasets.find(UUID.fromString(id), Caller.ANYONE).orElseThrow().schema().featureWidth())
        .isEqualTo(4);
  }

  @Test
  void takesThePartsInEitherOrderAndGzip() throws IOException {
    Part file = Part.file(gzip(sample("iris.csv")));

    HttpResponse<String> answer = uploads.post(Uploads.body(file, Part.spec(IRIS_SPEC)));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(json(answer).get("examples").intValue()).isEqualTo(150);
    HttpResponse<byte[]> content =
        uploads.bytes("/" + json(answer).get("id").stringValue() + "/content");
    assertThat(content.body()).isEqualTo(file.content());
    assertThat(content.headers().firstValue("Content-Type")).hasValue("application/gzip");
    assertThat(content.headers().firstValue("Content-Disposition").orElseThrow())
        .contains("iris.csv.gz");
  }

  @Test
  void countsAsMissingInNumbersWhatMayBeACategoryElsewhere() {
    String id =
        create(
            XY_SPEC,
            "x,w,y\n" + "1,a,1\n2,b,2\n".repeat(10) + "N/A,N/A,3\nNAN,NAN,4\nNULL,null,5\n");

    JsonNode columns = json(uploads.get("/" + id)).get("columns");

    assertThat(columns.at("/0/type").stringValue()).isEqualTo("numeric");
    assertThat(columns.at("/0/missing").intValue()).isEqualTo(3);
    assertThat(columns.at("/1/missing").intValue()).isEqualTo(1);
    assertThat(columns.at("/1/categories").toString()).contains("N/A", "null");
  }

  @Test
  void takesNumbersAmongManyNullsForCategoriesAsEver() {
    String id = create(XY_SPEC, "x,y\n" + "1,1\nnull,2\n".repeat(5));

    JsonNode x = json(uploads.get("/" + id)).get("columns").get(0);

    assertThat(x.get("type").stringValue()).isEqualTo("categorical");
  }

  @Test
  void previewsRowsAsPredictTakesThem() {
    String id = create(XY_SPEC, "x,word,y\n1.50,a,2\n,NA,Infinity\n3,c,4\n");

    JsonNode preview = json(uploads.get("/" + id + "/preview?rows=2"));

    assertThat(preview.get("columns").toString()).isEqualTo("[\"x\",\"word\",\"y\"]");
    assertThat(preview.get("rows").toString())
        .isEqualTo("[{\"x\":1.5,\"word\":\"a\",\"y\":2.0},{\"x\":null,\"word\":null,\"y\":null}]");
    assertThat(uploads.get("/" + id + "/preview?rows=0").statusCode()).isEqualTo(422);
    assertThat(uploads.get("/" + id + "/preview?rows=101").statusCode()).isEqualTo(422);
    assertThat(uploads.get("/" + id + "/preview?rows=x").statusCode()).isEqualTo(422);
  }

  @Test
  void servesTheOriginalBytesWholeAndInRanges() {
    String csv = "x,y\n1,2\n3,4\n5,6\n";
    String path = "/" + create(XY_SPEC, csv) + "/content";

    HttpResponse<String> whole = uploads.get(path);
    String etag = whole.headers().firstValue("ETag").orElseThrow();

    assertThat(whole.body()).isEqualTo(csv);
    assertThat(whole.headers().firstValue("Accept-Ranges")).hasValue("bytes");
    assertThat(whole.headers().firstValue("Content-Length")).hasValue("16");
    HttpResponse<String> range = uploads.get(path, "Range", "bytes=4-6");
    assertThat(range.statusCode()).isEqualTo(206);
    assertThat(range.body()).isEqualTo("1,2");
    assertThat(range.headers().firstValue("Content-Range")).hasValue("bytes 4-6/16");
    assertThat(uploads.get(path, "Range", "bytes=-4").body()).isEqualTo("5,6\n");
    assertThat(uploads.get(path, "Range", "bytes=12-").body()).isEqualTo("5,6\n");
    HttpResponse<String> several = uploads.get(path, "Range", "bytes=0-2,4-6");
    assertThat(several.statusCode()).isEqualTo(206);
    assertThat(several.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("multipart/byteranges");
    assertThat(several.body()).contains("bytes 0-2/16", "x,y", "bytes 4-6/16", "1,2");
    HttpResponse<String> beyond = uploads.get(path, "Range", "bytes=16-");
    assertThat(beyond.statusCode()).isEqualTo(416);
    assertThat(beyond.headers().firstValue("Content-Range")).hasValue("bytes */16");
    assertThat(json(beyond).get("code").stringValue()).isEqualTo("range_not_satisfiable");
    assertThat(uploads.get(path, "If-None-Match", etag).statusCode()).isEqualTo(304);
    assertThat(uploads.get(path, "Range", "bytes=4-6", "If-Range", etag).statusCode())
        .isEqualTo(206);
    assertThat(uploads.get(path, "Range", "bytes=4-6", "If-Range", "\"old\"").statusCode())
        .isEqualTo(200);
    assertThat(uploads.get(path, "Range", "lines=1-2").statusCode()).isEqualTo(200);
  }

  @Test
  void listsNewestFirstPageByPage() {
    String first = create(XY_SPEC, "x,y\n1,2\n");
    String second = create(XY_SPEC, "x,y\n1,2\n");
    String third = create(XY_SPEC, "x,y\n1,2\n");

    JsonNode page = json(uploads.get("?limit=2"));
    JsonNode next = json(uploads.get("?limit=1&after=" + second));

    assertThat(page.get("first_id").stringValue()).isEqualTo(third);
    assertThat(page.get("last_id").stringValue()).isEqualTo(second);
    assertThat(page.get("has_more").booleanValue()).isTrue();
    assertThat(page.get("data").get(0).get("name").stringValue()).isEqualTo("xy");
    assertThat(next.get("data").get(0).get("id").stringValue()).isEqualTo(first);
    assertThat(uploads.get("?limit=101").statusCode()).isEqualTo(422);
  }

  @Test
  void deletesRowAndFiles() {
    String id = create(XY_SPEC, "x,y\n1,2\n");

    assertThat(uploads.delete("/" + id).statusCode()).isEqualTo(204);
    assertThat(uploads.get("/" + id).statusCode()).isEqualTo(404);
    assertThat(uploads.delete("/" + id).statusCode()).isEqualTo(404);
    assertThatThrownBy(() -> files.local(UUID.fromString(id)))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("'datasets/%s' is missing".formatted(id))
        .hasMessageNotContaining("blobs");
  }

  @Test
  void knowsNothingUnderAnotherId() {
    for (String id : new String[] {UUID.randomUUID().toString(), "1", "..%2f..", "x".repeat(500)}) {
      for (String suffix : new String[] {"", "/preview", "/content"}) {
        HttpResponse<String> answer = uploads.get("/" + id + suffix);
        assertThat(answer.statusCode()).as(id + suffix).isIn(400, 404);
        assertThat(answer.headers().firstValue("Content-Type"))
            .hasValue("application/problem+json");
      }
    }
  }

  @Test
  void answersARepeatedRequestWithItsFirstAnswer() {
    byte[] body = Uploads.body(Part.spec(XY_SPEC), Part.file("x,y\n1,2\n"));
    byte[] other = Uploads.body(Part.spec(XY_SPEC), Part.file("x,y\n1,3\n"));
    Map<String, String> key = Map.of("Idempotency-Key", "upload-1");
    String type = "multipart/form-data; boundary=" + Uploads.BOUNDARY;

    HttpResponse<String> first = uploads.post(body, type, key);
    HttpResponse<String> again = uploads.post(body, type, key);

    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(json(again)).isEqualTo(json(first));
    assertThat(uploads.post(other, type, key).statusCode()).isEqualTo(422);
  }

  @Test
  void answersNotModifiedToWhoKnowsTheDataset() {
    String id = create(XY_SPEC, "x,y\n1,2\n");
    String etag = uploads.get("/" + id).headers().firstValue("ETag").orElseThrow();

    assertThat(uploads.get("/" + id, "If-None-Match", etag).statusCode()).isEqualTo(304);
  }

  private String create(String spec, String csv) {
    HttpResponse<String> answer = uploads.upload(spec, csv);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return json(answer).get("id").stringValue();
  }

  private static String sample(String name) throws IOException {
    try (InputStream in = DatasetApiTest.class.getResourceAsStream("/samples/" + name)) {
      return new String(in.readAllBytes());
    }
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(Uploads.utf8(text));
    }
    return bytes.toByteArray();
  }
}
