package dev.evenkeel.dataset;

import static dev.evenkeel.dataset.BadArchive.data;
import static dev.evenkeel.dataset.BadArchive.spec;
import static dev.evenkeel.dataset.BadArchive.tooLarge;
import static dev.evenkeel.dataset.Uploads.utf8;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Zips of images that must not be taken. */
final class BadImageZips {

  private static final String IMAGES =
      """
      {"name":"i","format":"images","task":"classification","height":4,"width":4,"channels":1}""";
  private static final byte[] PIXEL = Zips.png(1, 1, 0);

  private BadImageZips() {}

  static Stream<BadArchive> all() throws IOException {
    return Stream.of(zips(), images(), specs()).flatMap(s -> s);
  }

  private static Stream<BadArchive> zips() {
    byte[] zip = twoClasses().bytes();
    byte[] twice = twoClasses().with("b/2.png", PIXEL).bytes();
    byte[] encrypted = zip.clone();
    byte[] method = zip.clone();
    int directory = indexOf(zip, "PK\1\2");
    encrypted[directory + 8] |= 1;
    method[directory + 10] = 12;
    byte[] lying = zip.clone();
    lying[zip.length - 22 + 15] = 0x7F;
    Zips many = twoClasses();
    IntStream.range(0, 60).forEach(i -> many.with("a/x%d.png".formatted(i), PIXEL));
    return Stream.of(
        data("an empty file", IMAGES, new byte[0], "bad_zip", "no directory"),
        data("text instead of a zip", IMAGES, utf8("a,b\n1,2\n"), "bad_zip", "no directory"),
        data("a zip cut off", IMAGES, Arrays.copyOf(zip, zip.length - 30), "bad_zip", "cut off"),
        data("an encrypted zip", IMAGES, encrypted, "bad_zip", "encrypted"),
        data("a zip compressed with bzip2", IMAGES, method, "bad_zip", "compression method"),
        tooLarge("a zip whose directory claims 2 GB", IMAGES, lying, "more than 50 files"),
        tooLarge("a zip with too many files", IMAGES, many.bytes(), "more than 50 files"),
        data(
            "a file that is there twice",
            IMAGES,
            replaced(twice, "b/2.png", "b/1.png"),
            "duplicate_entry",
            "'b/1.png' is there twice"),
        named("a path up", "../1.png", "'../1.png' is a path out of the zip"),
        named("a path up, further in", "a/../../1.png", "is a path out of the zip"),
        named("an absolute path", "/etc/passwd", "'/etc/passwd' is a path out of the zip"),
        named("a drive", "C:/1.png", "'C:/1.png' is a path out of the zip"),
        named("a backslash", "a\\1.png", "has a backslash"),
        named("a NUL", "a/1.png\0.txt", "has control characters"),
        named("a line end", "a/1\n.png", "has control characters"),
        named("an endless name", "a/" + "n".repeat(2_000) + ".png", "must have 1 to 1000"));
  }

  private static BadArchive named(String what, String name, String says) {
    byte[] zip = twoClasses().with(name, PIXEL).bytes();
    return data(what + " as a name", IMAGES, zip, "bad_entry_name", says);
  }

  private static Stream<BadArchive> images() throws IOException {
    byte[] large = Zips.png(30, 30, 0x102030);
    byte[] cmyk = Files.readAllBytes(Path.of("src/test/resources/samples/cmyk.jpg"));
    byte[] flipped = twoClasses().with("b/2.png", large).bytes();
    flipped[indexOf(flipped, "b/2.png") + 30] ^= 0x55;
    byte[] stored = twoClasses().stored().bytes();
    stored[indexOf(stored, "b/1.png") + 20] ^= 0x55;
    return Stream.of(
        data("a zip of nothing", IMAGES, Zips.zip().bytes(), "no_examples", "no images"),
        data(
            "one class",
            IMAGES,
            Zips.zip().with("a/1.png", PIXEL).bytes(),
            "too_few_classes",
            "is 'a'"),
        image("a text called an image", utf8("hello"), "'b/2.png' is neither PNG nor JPEG"),
        image("a link", utf8("../../../etc/passwd"), "'b/2.png' is neither PNG nor JPEG"),
        image("an empty image", new byte[0], "'b/2.png' is empty"),
        image("an image cut off", Arrays.copyOf(large, 60), "'b/2.png' is truncated"),
        image("a CMYK image", cmyk, "'b/2.png' has 4 colour components"),
        tooLarge(
            "an image of three megabytes of zeros",
            IMAGES,
            twoClasses().with("b/2.png", new byte[3_000_000]).bytes(),
            "more than 2000000 bytes"),
        data("a damaged zip entry", IMAGES, flipped, "corrupt_entry", "'b/2.png'"),
        data("a wrong checksum", IMAGES, stored, "corrupt_entry", "'b/1.png'"),
        data(
            "a text beside the images",
            IMAGES,
            twoClasses().with("a/notes.txt", "x").bytes(),
            "not_an_image",
            "'a/notes.txt'"),
        data(
            "an image beside the class folders",
            IMAGES,
            twoClasses().with("c.png", PIXEL).bytes(),
            "not_an_image",
            "'c.png' lies beside the class folders"),
        data(
            "a folder in a class folder",
            IMAGES,
            twoClasses().with("a/b/3.png", PIXEL).bytes(),
            "nested_folder",
            "'a/b/3.png' lies deeper"));
  }

  private static BadArchive image(String name, byte[] image, String says) {
    return data(name, IMAGES, twoClasses().with("b/2.png", image).bytes(), "bad_image", says);
  }

  private static Zips twoClasses() {
    return Zips.zip().with("a/1.png", PIXEL).with("b/1.png", PIXEL);
  }

  private static Stream<BadArchive> specs() {
    return Stream.of(
        imageSpec("a root that is not there", "\"root\":\"test\",", "/root", "unknown_folder a, b"),
        imageSpec("a root outside", "\"root\":\"../a\",", "/root", "unknown_folder no folder"),
        imageSpec(
            "a target for images",
            "\"target\":\"a\",",
            "/target",
            "unknown_field There is no field target"),
        spec(
            "two channels",
            IMAGES.replace("channels\":1", "channels\":2"),
            twoClasses().bytes(),
            "/channels",
            "not_allowed Allowed: 1, 3"),
        spec(
            "images of twelve million numbers",
            IMAGES.replace("\"height\":4,\"width\":4", "\"height\":4000,\"width\":3000"),
            twoClasses().bytes(),
            "/height",
            "out_of_range 12000000"),
        spec(
            "images without a height",
            IMAGES.replace("\"height\":4,", ""),
            twoClasses().bytes(),
            "/height",
            "required height"),
        spec(
            "images for a regression",
            IMAGES.replace("classification", "regression"),
            twoClasses().bytes(),
            "/task",
            "not_allowed regression"),
        tooLarge(
            "small images that become too many numbers",
            IMAGES
                .replace("\"height\":4,\"width\":4", "\"height\":999,\"width\":1000")
                .replace("\"a\"", "\"b\""),
            twoClasses().with("a/2.png", PIXEL).bytes(),
            "make more than 2000000 bytes"));
  }

  private static BadArchive imageSpec(String name, String field, String pointer, String says) {
    return spec(name, IMAGES.replace("{", "{" + field), twoClasses().bytes(), pointer, says);
  }

  private static int indexOf(byte[] bytes, String text) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
  }

  private static byte[] replaced(byte[] bytes, String from, String to) {
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .replace(from, to)
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
