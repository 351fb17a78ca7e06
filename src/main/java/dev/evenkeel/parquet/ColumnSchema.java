package dev.evenkeel.parquet;

import dev.evenkeel.parquet.SchemaNode.LogicalType;
import java.util.ArrayList;
import java.util.List;

/** Makes the columns of a table of a file's schema. One use. */
final class ColumnSchema {

  private static final int REPEATED = 2;
  private static final int MOST_FIXED_BYTES = 1 << 16;
  private static final int MILLIS = 3;
  private static final int MICROS = 6;
  private static final int NANOS = 9;
  private static final int[] UNITS = {MILLIS, MILLIS, MICROS, NANOS};

  private final List<SchemaNode> nodes;
  private int next = 1;
  private int leaves;

  private ColumnSchema(List<SchemaNode> nodes) {
    this.nodes = nodes;
  }

  static List<ParquetColumn> columns(List<SchemaNode> nodes) throws BadParquetException {
    if (nodes.isEmpty()) {
      throw BadParquetException.corrupt("it has no schema");
    }
    ColumnSchema schema = new ColumnSchema(nodes);
    List<ParquetColumn> columns = new ArrayList<>();
    while (schema.next < nodes.size()) {
      columns.add(schema.column());
    }
    if (columns.size() != nodes.get(0).children()) {
      throw BadParquetException.corrupt("its schema does not fit together");
    }
    return columns;
  }

  /** How many columns of values there are, at any depth. */
  static int leaves(List<SchemaNode> nodes) {
    return (int) nodes.stream().skip(1).filter(SchemaNode::isLeaf).count();
  }

  private ParquetColumn column() throws BadParquetException {
    SchemaNode node = nodes.get(next++);
    if (!node.isLeaf()) {
      skip(node.children());
      return unreadable(node, "is nested (a list, a map or a struct)");
    }
    int leaf = leaves++;
    if (node.repetition() == REPEATED) {
      return unreadable(node, "is nested (a list)");
    }
    return leaf(node, leaf);
  }

  private void skip(int children) throws BadParquetException {
    for (long left = children; left > 0; left--) {
      if (next >= nodes.size()) {
        throw BadParquetException.corrupt("its schema does not fit together");
      }
      SchemaNode node = nodes.get(next++);
      left += Math.max(0, node.children());
      leaves += node.isLeaf() ? 1 : 0;
    }
  }

  private static ParquetColumn unreadable(SchemaNode node, String note) {
    return new ParquetColumn(
        node.name(),
        Meaning.UNREADABLE,
        -1,
        PhysicalType.BYTE_ARRAY,
        0,
        true,
        false,
        0,
        0,
        false,
        note);
  }

  private static ParquetColumn leaf(SchemaNode node, int leaf) throws BadParquetException {
    PhysicalType type = PhysicalType.of(node.type());
    int length = type == PhysicalType.FIXED_LEN_BYTE_ARRAY ? node.typeLength() : type.bytes();
    if (length < 0
        || length > MOST_FIXED_BYTES
        || length == 0 && type == PhysicalType.FIXED_LEN_BYTE_ARRAY) {
      throw BadParquetException.corrupt("a column has values of %d bytes".formatted(length));
    }
    Meaning meaning = meaning(node, type, length);
    if (meaning == Meaning.UNREADABLE) {
      return unreadable(node, "holds raw bytes, or values of a kind that is not read");
    }
    LogicalType logical = node.logical();
    return new ParquetColumn(
        node.name(),
        meaning,
        leaf,
        type,
        length,
        node.repetition() != 0,
        isUnsigned(node),
        node.scale(),
        unit(node),
        logical == null ? node.converted() == 9 || node.converted() == 10 : logical.utc(),
        "");
  }

  private static boolean isUnsigned(SchemaNode node) {
    LogicalType logical = node.logical();
    return logical != null && logical.kind() == LogicalType.INTEGER
        ? !logical.signed()
        : node.converted() >= 11 && node.converted() <= 14;
  }

  private static int unit(SchemaNode node) {
    LogicalType logical = node.logical();
    if (logical != null) {
      return UNITS[Math.max(0, Math.min(UNITS.length - 1, logical.unit()))];
    }
    return node.converted() == 8 || node.converted() == 10 ? MICROS : MILLIS;
  }

  private static Meaning meaning(SchemaNode node, PhysicalType type, int length) {
    return switch (type) {
      case BOOLEAN -> Meaning.BOOLEAN;
      case FLOAT, DOUBLE -> Meaning.NUMBER;
      case INT96 -> Meaning.TIMESTAMP;
      case INT32, INT64 -> ofWhole(node);
      case BYTE_ARRAY -> ofBytes(node, true);
      case FIXED_LEN_BYTE_ARRAY ->
          length == 2 && isKind(node, LogicalType.FLOAT16)
              ? Meaning.NUMBER
              : ofBytes(node, length == 16 && isKind(node, LogicalType.UUID));
    };
  }

  private static boolean isKind(SchemaNode node, int kind) {
    return node.logical() != null && node.logical().kind() == kind;
  }

  private static Meaning ofWhole(SchemaNode node) {
    if (node.logical() != null) {
      return switch (node.logical().kind()) {
        case LogicalType.DECIMAL -> Meaning.DECIMAL;
        case LogicalType.DATE -> Meaning.DATE;
        case LogicalType.TIME -> Meaning.TIME;
        case LogicalType.TIMESTAMP -> Meaning.TIMESTAMP;
        case LogicalType.INTEGER, LogicalType.NULL -> Meaning.WHOLE;
        default -> Meaning.UNREADABLE;
      };
    }
    return switch (node.converted()) {
      case 5 -> Meaning.DECIMAL;
      case 6 -> Meaning.DATE;
      case 7, 8 -> Meaning.TIME;
      case 9, 10 -> Meaning.TIMESTAMP;
      default -> Meaning.WHOLE;
    };
  }

  /**
   * @param text whether values without an annotation are text: older writers leave it out
   */
  private static Meaning ofBytes(SchemaNode node, boolean text) {
    if (node.logical() != null) {
      return switch (node.logical().kind()) {
        case LogicalType.DECIMAL -> Meaning.DECIMAL;
        case LogicalType.STRING,
            LogicalType.ENUM,
            LogicalType.JSON,
            LogicalType.UUID,
            LogicalType.NULL ->
            text ? Meaning.TEXT : Meaning.UNREADABLE;
        default -> Meaning.UNREADABLE;
      };
    }
    return switch (node.converted()) {
      case 5 -> Meaning.DECIMAL;
      case -1, 0, 4, 19 -> text ? Meaning.TEXT : Meaning.UNREADABLE;
      default -> Meaning.UNREADABLE;
    };
  }
}
