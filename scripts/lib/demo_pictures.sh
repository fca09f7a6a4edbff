# SPDX-License-Identifier: ISC
# Pictures of the demo shop: DIR/media/demo/001.svg to 200.svg, drawn by awk,
# the same every time. Product N has picture N; 25 products in a row share a
# motif: fruit, vegetables, bread, cheese, preserves, flowers, ceramics, wool.

demo_pictures()
{
	own "$FARM_USER" 0750 "$FARM/media/demo"
	# awk gets the program as text, because the farm's user may not be
	# able to read the tree.
	run_as "$FARM_USER" env -i "PATH=$PATH" LC_ALL=C awk \
	    -v "dir=$FARM/media/demo" -v count=200 \
	    "$(cat "$SCRIPTS/lib/demo_pictures.awk")"
}
