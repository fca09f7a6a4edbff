# SPDX-License-Identifier: ISC
# Draws count SVG pictures into dir. Variables: dir, count.

BEGIN {
	for (n = 1; n <= count; n++)
		draw(n)
}

# A small generator of our own: rand() differs between awks.
function chance(low, high)
{
	seed = (seed * 16807) % 2147483647
	return low + (high - low) * seed / 2147483647
}
function pick(low, high)
{
	return int(chance(low, high + 0.999))
}
function hsl(h, s, l)
{
	return sprintf("hsl(%d,%d%%,%d%%)", (h + 720) % 360, s, l)
}

# Shapes. Everything is written by put().
function put(text)
{
	printf "%s\n", text >file
}
function ellipse(x, y, rx, ry, fill)
{
	put(sprintf("<ellipse cx=\"%.1f\" cy=\"%.1f\" rx=\"%.1f\" ry=\"%.1f\" fill=\"%s\"/>", x, y, rx, ry, fill))
}
function rect(x, y, w, h, r, fill)
{
	put(sprintf("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"%.1f\" fill=\"%s\"/>", x, y, w, h, r, fill))
}
function path(d, fill)
{
	put(sprintf("<path d=\"%s\" fill=\"%s\"/>", d, fill))
}
function line(d, width, stroke)
{
	put(sprintf("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/>", d, stroke, width))
}
function group(x, y, angle, scale)
{
	put(sprintf("<g transform=\"translate(%.1f %.1f) rotate(%.1f) scale(%.3f)\">", x, y, angle, scale))
}
function end()
{
	put("</g>")
}
function shadow(rx)
{
	put(sprintf("<ellipse cx=\"0\" cy=\"104\" rx=\"%.1f\" ry=\"13\" fill=\"#000\" opacity=\".13\"/>", rx))
}
function leaf(x, y, angle, size)
{
	group(x, y, angle, size)
	path("M0 0C14-30 46-34 62-22 50 4 22 14 0 0Z", hsl(105 + chance(-15, 15), 38, 42))
	line("M4-2C22-14 38-20 54-20", 2, hsl(105, 35, 30))
	end()
}

function draw(n,	i, items, spread)
{
	seed = n * 48271 + 11
	for (i = 0; i < 5; i++)
		chance(0, 1)
	motif = int((n - 1) / 25) % 8
	file = sprintf("%s/%03d.svg", dir, n)
	put("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 480 480\" width=\"960\" height=\"960\">")
	background()
	items = (motif == 0 || motif == 1) ? 1 + n % 3 : 1 + (n % 4 == 0)
	spread = items == 1 ? 0 : 150 / (items - 1)
	tone = (n * 0.6180339887) % 1	# neighbours differ most
	for (i = 0; i < items; i++) {
		group(240 + (items == 1 ? 0 : -75 + i * spread), \
		    258 + (i % 2) * 26, 0, items == 1 ? 1.35 : 1.02)
		motif_draw(n)
		end()
	}
	put("</svg>")
	close(file)
}

# A wall and a table in quiet colours that suit the motif.
function background(	hue)
{
	hue = substr("095120036048028330205275", motif * 3 + 1, 3) + chance(-14, 14)
	rect(0, 0, 480, 480, 0, hsl(hue, 30 + chance(0, 14), 91))
	put(sprintf("<circle cx=\"%.0f\" cy=\"%.0f\" r=\"%.0f\" fill=\"%s\"/>", \
	    chance(140, 340), chance(120, 200), chance(110, 170), hsl(hue + 18, 38, 95)))
	rect(0, 346, 480, 134, 0, hsl(hue - 20, 22, 84))
	rect(0, 346, 480, 4, 0, hsl(hue - 20, 20, 77))
}

function motif_draw(n)
{
	if (motif == 0) fruit(n)
	else if (motif == 1) vegetable(n)
	else if (motif == 2) bread(n)
	else if (motif == 3) cheese(n)
	else if (motif == 4) jar(n)
	else if (motif == 5) flowers(n)
	else if (motif == 6) ceramic(n)
	else wool(n)
}

function fruit(n,	hue)
{
	shadow(78)
	if (n % 5 < 2) {
		hue = 2 + tone * 100
		path("M0-52C34-84 96-62 92 6 88 66 44 106 0 94-44 106-88 66-92 6-96-62-34-84 0-52Z", hsl(hue, 66, 48))
		path("M-66-34C-82-8-76 40-58 62-66 20-64-8-52-40Z", hsl(hue, 68, 62))
		line("M0-52C0-74 8-90 18-98", 7, "#6b4a2f")
		leaf(8, -74, 4, .9)
	} else if (n % 5 < 4) {
		hue = 24 + tone * 34
		ellipse(0, 14, 88, 86, hsl(hue, 86, 55))
		ellipse(-28, -18, 26, 18, hsl(hue, 90, 70))
		for (i2 = 0; i2 < 14; i2++)
			ellipse(chance(-60, 60), chance(-30, 78), 1.8, 1.8, hsl(hue, 80, 46))
		ellipse(0, -68, 7, 4, hsl(95, 40, 36))
		leaf(2, -68, -8, .8)
	} else {
		hue = 62 + tone * 22
		path("M0-96C26-96 26-60 34-34 46-4 84 12 80 54 76 92 40 102 0 102-40 102-76 92-80 54-84 12-46-4-34-34-26-60-26-96 0-96Z", hsl(hue, 56, 55))
		ellipse(-30, 44, 16, 30, hsl(hue, 62, 68))
		line("M0-94C2-108 8-116 14-122", 6, "#6b4a2f")
		leaf(4, -102, 8, .7)
	}
}

function vegetable(n,	i)
{
	shadow(70)
	if (n % 4 == 0) {
		for (i = -2; i <= 2; i++)
			leaf(0, -54, -98 + i * 24, .95)
		path("M-40-50C-14-66 14-66 40-50 34 20 18 74 0 104-18 74-34 20-40-50Z", hsl(22 + tone * 14, 84, 54))
		line("M-28-20L-6-16M30 6L10 8M-20 34L-4 36", 3, hsl(20, 76, 44))
	} else if (n % 4 == 1) {
		for (i = -2; i <= 2; i++)
			ellipse(i * 34, 28, 34, 68 - i * i * 5, hsl(24 + tone * 16, 76, 52 - i * i * 2))
		path("M-9-40C-8-66-2-80 14-92L26-84C14-70 10-58 9-40Z", hsl(88, 34, 36))
	} else if (n % 4 == 2) {
		ellipse(0, 22, 88, 78, hsl(4 + tone * 10, 74, 50))
		ellipse(-32, -6, 20, 14, hsl(6, 80, 68))
		for (i = 0; i < 5; i++)
			leaf(0, -50, i * 72 - 20, .52)
	} else {
		path("M-14-56C34-60 62-18 60 34 58 84 28 106-4 104-44 102-62 66-52 22-46-8-40-44-14-56Z", hsl(272 + tone * 20, 38, 30))
		path("M-34 14C-42 44-36 70-24 82-30 54-26 34-20 10Z", hsl(275, 34, 46))
		path("M-34-46C-18-66 14-70 34-50 20-38 4-46-6-34-14-44-24-38-34-46Z", hsl(100, 36, 38))
		line("M-2-58C0-76 6-86 12-92", 8, hsl(100, 34, 34))
	}
}

function bread(n,	i, hue, crust)
{
	hue = 28 + tone * 8
	crust = 44 + pick(0, 8)
	shadow(104)
	if (n % 3 == 0) {
		ellipse(0, 40, 106, 62, hsl(hue, 58, crust))
		ellipse(0, 30, 98, 50, hsl(hue + 4, 62, crust + 10))
		for (i = -1; i <= 1; i++)
			line(sprintf("M%d 4C%d 24 %d 44 %d 58", i * 40 - 10, i * 40 + 8, i * 40 + 8, i * 40 - 4), 7, hsl(hue + 10, 66, 80))
	} else if (n % 3 == 1) {
		path("M-96 98V6C-122-26-96-66-52-64H52C96-66 122-26 96 6V98Z", hsl(hue, 56, crust))
		path("M-80 88V4C-98-22-78-50-48-50H48C78-50 98-22 80 4V88Z", hsl(hue + 8, 62, 80))
		for (i = 0; i < 12; i++)
			ellipse(chance(-62, 62), chance(-30, 76), chance(2, 5), chance(1.5, 3), hsl(hue + 6, 48, 69))
	} else {
		group(0, 34, -16, 1)
		rect(-128, -34, 256, 72, 36, hsl(hue, 60, crust))
		rect(-120, -32, 240, 40, 20, hsl(hue + 4, 62, crust + 9))
		for (i = -2; i <= 2; i++)
			line(sprintf("M%d 18L%d-22", i * 46 - 12, i * 46 + 14), 9, hsl(hue + 10, 66, 82))
		end()
	}
}

function cheese(n,	i, hue)
{
	hue = 40 + tone * 12
	shadow(104)
	if (n % 3 < 2) {
		path("M-108 30L62-58C96-50 112-24 112 10L-108 42Z", hsl(hue, 84, 72))
		path("M-108 42L112 10V78L-108 100Z", hsl(hue, 78, 61))
		path("M62-58C96-50 112-24 112 10V78L122 74V6C122-34 98-60 62-58Z", hsl(hue - 12, 62, 46))
		for (i = 0; i < 5 + n % 3; i++)
			ellipse(-78 + i * 30, 68 + chance(-14, 8) - i * 3, chance(5, 13), chance(4, 10), hsl(hue - 4, 70, 50))
	} else {
		ellipse(0, 64, 112, 40, hsl(hue - 6, 46, 68))
		rect(-112, 12, 224, 52, 0, hsl(hue - 6, 46, 72))
		ellipse(0, 12, 112, 40, hsl(hue, 58, 88))
		path("M0 12L104-2C112 8 112 18 104 24Z", hsl(hue, 72, 70))
		path("M0 12L104 24V70L0 58Z", hsl(hue, 80, 66))
	}
}

function jar(n,	hue)
{
	hue = n % 2 ? 34 + tone * 8 : (n % 4 == 0 ? 345 : 300) + tone * 30
	shadow(76)
	rect(-74, -64, 148, 168, 26, "#ffffff")
	rect(-68, -34, 136, 132, 22, hsl(hue, 76, n % 2 ? 50 : 38))
	put("<rect x=\"-58\" y=\"-54\" width=\"14\" height=\"140\" rx=\"7\" fill=\"#fff\" opacity=\".45\"/>")
	if (n % 3) {
		rect(-66, -92, 132, 34, 8, hsl(hue + 160, 22, 40 + pick(0, 20)))
		rect(-66, -70, 132, 5, 0, hsl(hue + 160, 22, 34))
	} else {
		path("M-82-58C-74-98-40-102 0-102 40-102 74-98 82-58 60-68 40-56 20-64 0-56-20-64-40-56-60-68-82-58Z", hsl(hue + 20, 44, 66))
		rect(-62, -72, 124, 6, 3, hsl(hue, 40, 40))
	}
	rect(-48, 0, 96, 62, 8, "#fbf6ea")
	if (n % 2)
		path("M0 12L20 24V44L0 54-20 44V24Z", hsl(hue, 78, 54))
	else {
		ellipse(-10, 34, 13, 13, hsl(hue, 62, 46))
		ellipse(12, 34, 13, 13, hsl(hue, 62, 52))
		leaf(0, 22, -14, .34)
	}
}

function flowers(n,	i, j, petals, hue, x, y)
{
	shadow(52)
	for (i = -2; i <= 2; i++)
		line(sprintf("M%d 60C%d 10 %d-20 %d-52", i * 5, i * 12, i * 22, i * 36), 5, hsl(115, 32, 40))
	leaf(-8, 6, 190, .8)
	leaf(10, 10, -10, .8)
	path("M-44 28H44L32 104H-32Z", hsl(200 + tone * 120, 26, 58))
	rect(-48, 22, 96, 14, 6, hsl(200 + tone * 120, 26, 66))
	petals = 5 + n % 4
	for (i = -2; i <= 2; i++) {
		x = i * 38 + chance(-6, 6)
		y = -66 + i * i * 12 - (i % 2 ? 0 : 16)
		hue = 320 + tone * 110 + chance(-16, 16)
		for (j = 0; j < petals; j++) {
			group(x, y, j * 360 / petals, 1)
			ellipse(0, -17, 9, 16, hsl(hue, 66, 66))
			end()
		}
		ellipse(x, y, 9, 9, hsl(46, 84, 56))
	}
}

function ceramic(n,	hue, i)
{
	hue = 190 + tone * 150
	shadow(74)
	if (n % 3 == 0) {
		put(sprintf("<path d=\"M66-26C118-34 118 60 58 54\" fill=\"none\" stroke=\"%s\" stroke-width=\"17\"/>", hsl(hue, 26, 46)))
		path("M-74-60H74V62C74 90 52 104 28 104H-28C-52 104-74 90-74 62Z", hsl(hue, 28, 52))
		ellipse(0, -60, 74, 17, hsl(hue, 26, 40))
		ellipse(0, -57, 64, 12, "#5b3d2a")
	} else if (n % 3 == 1) {
		path("M-106-14H106C100 58 54 102 0 102-54 102-100 58-106-14Z", hsl(hue, 28, 54))
		ellipse(0, -14, 106, 25, hsl(hue, 24, 70))
		ellipse(0, -10, 92, 18, hsl(hue, 26, 44))
	} else {
		path("M-26-104H26C22-70 76-34 76 26 76 76 42 104 0 104-42 104-76 76-76 26-76-34-22-70-26-104Z", hsl(hue, 30, 52))
		ellipse(0, -104, 28, 8, hsl(hue, 26, 38))
	}
	for (i = 0; i < 2 + n % 2; i++)
		line(sprintf("M-66 %dC-24 %d 24 %d 66 %d", 8 + i * 20, 22 + i * 20, 22 + i * 20, 8 + i * 20), 5, hsl(hue + 30 + n % 5 * 30, 36, 80))
}

function wool(n,	hue, i)
{
	hue = tone * 360
	shadow(84)
	if (n % 3 < 2) {
		ellipse(0, 12, 92, 92, hsl(hue, 36, 54))
		for (i = -3; i <= 3; i++)
			line(sprintf("M-74 %dC-30 %d 30 %d 74 %d", 10 + i * 17, -26 + i * 22, -26 + i * 22, 10 + i * 17), 4, hsl(hue, 38, 64 - (i % 2) * 8))
		for (i = -1; i <= 2; i++)
			line(sprintf("M%d-60C%d-20 %d 30 %d 76", i * 28 - 40, i * 28 + 6, i * 28 + 6, i * 28 - 34), 4, hsl(hue, 34, 44))
		line("M60 76C96 108 132 84 150 104", 5, hsl(hue, 36, 54))
		if (n % 3 == 1)
			line("M-70-88L52 60M64-96L-44 70", 6, "#c49a6c")
	} else {
		for (i = 0; i < 4; i++) {
			rect(-98, 62 - i * 40, 196, 38, 17, hsl(hue + i * 24, 32, 56 + i * 5))
			line(sprintf("M-80 %dH80", 82 - i * 40), 3, hsl(hue + i * 24, 34, 72))
		}
	}
}
